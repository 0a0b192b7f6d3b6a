import DataFiles
import LinearAlgebra
import Testing

/// What is written is read back, and the numbers begin where NumPy expects them.
@Suite struct NpyWriterTests {
  @Test(arguments: [(1, 1), (3, 2), (7, 1), (0, 4)]) func matricesSurvive(_ shape: (Int, Int)) throws {
    var stream = RandomStream(seed: 8).branch("npy", shape.0)
    let matrix = Matrix(rows: shape.0, columns: shape.1, elements: stream.gaussians(shape.0 * shape.1))
    let bytes = NpyWriter.bytes(matrix)
    #expect((bytes.count - 8 * matrix.elements.count).isMultiple(of: 64))
    guard shape.0 > 0 else { return }
    let array = try NpyReader.read(FileBytes(name: "written.npy", content: bytes))
    #expect(array.shape == [shape.0, shape.1] && array.elements == matrix.elements)
  }

  @Test func whole() throws {
    let numbers = [0, -1, 42, 1 << 40]
    let array = try NpyReader.read(FileBytes(name: "labels.npy", content: NpyWriter.bytes(numbers)))
    #expect(array.shape == [4] && array.elements == numbers.map(Double.init))
  }
}

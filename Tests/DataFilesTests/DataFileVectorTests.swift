import DataFiles
import DataModels
import Foundation
import LinearAlgebra
import Messages
import Testing

/// Files that NumPy, scikit-learn and safetensors wrote.
@Suite struct DataFileVectorTests {
  static func content(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }

  /// Writes a vector to a file of that name and loads it.
  private func load(
    _ base64: String, as name: String, part: String = "", target: String? = nil, task: LearningTask = .auto
  ) throws -> LabeledData {
    var data: LabeledData?
    try withFolder { folder in
      try AtomicFile.write(Self.content(base64), to: folder + "/" + name)
      data = try DataSource(path: folder + "/" + name + part, target: target, task: task).load()
    }
    return data!
  }

  /// What the script puts into every array.
  private func expected(_ count: Int, signed: Bool) -> [Double] {
    (0..<count).map { Double($0 % 7) - (signed ? 3 : 0) }
  }

  @Test func storedArraysByName() throws {
    let training = try load(DataFileVectors.stored, as: "m n.npz")
    #expect(training.features.elements == expected(24, signed: false) && training.features.rowCount == 4)
    #expect(training.imageShape == .init(height: 2, width: 3))
    #expect(training.targets == .classes(labels: [2, 1, 2, 0], names: ["0", "1", "3"]))
    // The labels of x_test are y_test.
    let test = try load(DataFileVectors.stored, as: "m.npz", part: ":x_test")
    #expect(test.sampleCount == 2 && test.targets == .classes(labels: [1, 0], names: ["1", "3"]))
    let named = try load(DataFileVectors.stored, as: "m.npz", part: ":X_TRAIN", target: "y_train")
    #expect(named == training)
  }

  @Test func compressedArraysByName() throws {
    let data = try load(DataFileVectors.compressed, as: "größe.npz")
    #expect(data.features.elements == expected(24, signed: false) && data.targets.columnCount == 3)
    let wrong = refusal { try load(DataFileVectors.compressed, as: "m.npz", target: "größe") }
    #expect(wrong?.kind == .input && wrong?.message.contains("3 targets in \"größe\" for the 4 samples") == true)
    let unknown = refusal { try load(DataFileVectors.compressed, as: "m.npz", part: ":Z") }
    #expect(unknown?.message.contains("it holds X (4 × 2 × 3), labels (4), größe (3)") == true)
  }

  @Test func positionalArraysInFortranOrderAndBigEndian() throws {
    let data = try load(DataFileVectors.positional, as: "p.npz")
    #expect(data.features == Matrix(rows: 4, columns: 3, elements: expected(12, signed: true)))
    #expect(data.targets == .classes(labels: [2, 1, 2, 0], names: ["0", "1", "3"]))
    let column = try load(DataFileVectors.positional, as: "p.npz", target: "1", task: .regress)
    #expect(
      column.featureCount == 2 && column.targets == .values(Matrix(rows: 4, columns: 1, elements: [-3, 0, 3, -1])))
  }

  @Test(arguments: [
    ("npz", DataFileVectors.every, ["f8", "f4", "f2", "i8", "i4", "i2", "i1"], ["u8", "u4", "u2", "u1"], "words"),
    (
      "safetensors", DataFileVectors.safetensors, ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "bf16"],
      ["u8", "u4", "u2", "u1"], "empty"
    ),
  ])
  func everyType(_ name: String, _ base64: String, _ signed: [String], _ unsigned: [String], _ unreadable: String)
    throws
  {
    let archive = try ArrayArchive(FileBytes(name: "t." + name, content: Self.content(base64)))
    for type in signed + unsigned {
      let array = try archive.array(type)
      #expect(array.shape == [2, 3] && array.elements == expected(6, signed: signed.contains(type)), "\(type)")
      #expect(archive.entries.contains(.init(name: type, shape: [2, 3], isNumeric: true)))
    }
    #expect(isClear(refusal { try archive.array(unreadable) }, naming: "t." + name))
    #expect(isClear(refusal { try archive.array("F8") }, naming: "t." + name))
  }

  @Test func namesOfTensors() throws {
    let archive = try ArrayArchive(FileBytes(name: "t", content: Self.content(DataFileVectors.safetensors)))
    #expect(try archive.array("größe \"数\"").elements == [-3, -2])
    #expect(try archive.array("bool").elements == [1, 0])
  }

  @Test(arguments: [("zero.svm", DataFileVectors.fromZero), ("one", DataFileVectors.fromOne)])
  func sparseRows(_ name: String, _ base64: String) throws {
    let data = try load(base64, as: name)
    #expect(
      data.features == Matrix(rows: 4, columns: 4, elements: [0, 1.5, 0, -2, 3, 0, 0.25, 0, 0, 1e-3, 0, 0, 7, 0, 0, 0]))
    #expect(data.targets == .classes(labels: [1, 0, 1, 0], names: ["-1", "1"]))
  }
}

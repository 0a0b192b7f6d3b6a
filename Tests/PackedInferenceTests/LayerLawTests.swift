import LinearAlgebra
import Messages
import PackedInference
import Testing

/// Laws that every storage form of the catalog obeys.
@Suite struct LayerLawTests {
  struct Case: CustomTestStringConvertible {
    let weights: Matrix
    let scales: [Double]
    let testDescription: String

    init(_ rows: Int, _ columns: Int, density: Double, emptyRow: Bool = false) {
      var weights = SampleLayers.weights(rows, columns, density: density)
      scales = SampleLayers.scales(rows).enumerated().map { emptyRow && $0.offset == 0 ? 0 : $0.element }
      if emptyRow {
        for j in weights.range(ofRow: 0) { weights.elements[j] = 0 }
      }
      self.weights = weights
      testDescription = "\(rows) × \(columns), density \(density)\(emptyRow ? ", first row empty" : "")"
    }
  }

  /// One weight, odd widths, whole matrices and rows of zeros, both sides of the border between lists of
  /// two and of four bytes, and densities on both sides of the border between bitmap and lists.
  static let cases: [Case] = [
    Case(1, 1, density: 1), Case(1, 1, density: 0), Case(1, 7, density: 1), Case(3, 8, density: 0.5),
    Case(2, 9, density: 0.9), Case(5, 33, density: 0.3), Case(4, 61, density: 0.2, emptyRow: true),
    Case(3, 200, density: 0.01), Case(10, 784, density: 1), Case(10, 784, density: 0.02, emptyRow: true),
    Case(17, 129, density: 0.06), Case(131, 5, density: 0.5), Case(3, 77, density: 0), Case(400, 3, density: 0.1),
    Case(1, 65_535, density: 0.001), Case(2, 65_536, density: 0.001), Case(1, 65_537, density: 0),
    Case(2, 70_001, density: 0.002, emptyRow: true), Case(1, 66_000, density: 0.4),
  ]

  private func layer(_ format: String, _ c: Case) throws -> any PackedLayer {
    try SampleLayers.layer(format, c.weights, scales: c.scales)
  }

  private func activations(_ count: Int) -> [Float] {
    var stream = RandomStream(seed: 21).branch("activations", count)
    return stream.floatGaussians(count)
  }

  /// It stands for what was kept of the weights, exactly.
  @Test(arguments: SampleLayers.formats, cases) func matrixIsWhatWasKept(format: String, c: Case) throws {
    let matrix = try layer(format, c).matrix
    #expect(matrix.rowCount == c.weights.rowCount && matrix.columnCount == c.weights.columnCount)
    #expect(try matrix == SampleLayers.kept(format, c.weights, scales: c.scales))
  }

  /// 4 · √d · ulp · Σ|wx|: the random walk of d roundings, with margin; see `SampleLayers.roundedSizes` for |w|.
  @Test(arguments: SampleLayers.formats, cases) func multiplyIsTheProduct(format: String, c: Case) throws {
    let layer = try layer(format, c)
    let x = activations(layer.columnCount)
    let y = layer.multiply(x)
    #expect(y.count == c.weights.rowCount)
    let kept = try SampleLayers.kept(format, c.weights, scales: c.scales)
    let sizes = try SampleLayers.roundedSizes(format, c.weights, scales: c.scales)
    for i in y.indices {
      var sum = 0.0
      var size = 0.0
      for j in x.indices {
        sum += kept[i, j] * Double(x[j])
        size += sizes[i, j] * abs(Double(x[j]))
      }
      #expect(abs(Double(y[i]) - sum) <= 4 * Double(x.count).squareRoot() * Double(Float.ulpOfOne) * size)
    }
  }

  /// Written, read and written again: the same bytes, and the same bits in every product.
  @Test(arguments: SampleLayers.formats, cases) func bytesRoundTrip(format: String, c: Case) throws {
    let layer = try layer(format, c)
    let bytes = layer.weightBytes
    // A slice that does not begin at 0, as in a file.
    let slice = ([1, 2, 3] + bytes)[3...]
    let again = try type(of: layer).init(
      rows: layer.rowCount, columns: layer.columnCount, weightBytes: slice, scales: layer.scales)
    #expect(again.weightBytes == bytes)
    #expect(again.scales == layer.scales)
    #expect(again.matrix == layer.matrix)
    let x = activations(layer.columnCount)
    #expect(again.multiply(x).map(\.bitPattern) == layer.multiply(x).map(\.bitPattern))
  }

  @Test(arguments: SampleLayers.formats, cases) func sizeIsAsPromised(format: String, c: Case) throws {
    #expect(try layer(format, c).weightBytes.count == SampleLayers.byteCount(format, c.weights))
  }

  /// One byte or one scale too few or too many is refused.
  @Test(arguments: SampleLayers.formats, cases.prefix(14)) func lengthsAreChecked(format: String, c: Case) throws {
    let layer = try layer(format, c)
    let bytes = layer.weightBytes
    func refuses(_ bytes: [UInt8], _ scales: [Float]) -> Bool {
      isRefused {
        try type(of: layer).init(
          rows: layer.rowCount, columns: layer.columnCount, weightBytes: bytes[...], scales: scales)
      }
    }
    #expect(refuses(bytes.dropLast(), layer.scales))
    #expect(refuses(bytes + [0], layer.scales))
    #expect(refuses([], layer.scales))
    #expect(refuses(bytes, layer.scales + [1]))
    if !layer.scales.isEmpty { #expect(refuses(bytes, layer.scales.dropLast())) }
  }

  /// Also those whose number of bytes no integer can express.
  @Test(arguments: SampleLayers.formats) func impossibleShapesAreRefused(format: String) throws {
    let form = try #require(Layers.all.first { $0.format == format })
    let sides = [0, -1, .min, .max, Model.largestDimension + 1]
    for (rows, columns) in sides.flatMap({ [($0, 1), (1, $0), ($0, $0)] }) + [(1 << 28, 1 << 28)] {
      for scales: [Float] in [[], [1]] {
        #expect(
          isRefused { try form.init(rows: rows, columns: columns, weightBytes: [0, 0, 0, 0], scales: scales) },
          "\(rows) × \(columns)")
      }
    }
  }

  @Test func codesAndNamesAreUnique() {
    #expect(Set(Layers.all.map { $0.code }).count == Layers.all.count)
    #expect(Set(SampleLayers.formats).count == Layers.all.count)
  }

  @Test(arguments: SampleLayers.formats) func weightsBeyondFloat32AreNotFinite(format: String) throws {
    let weights = Matrix(rows: 2, columns: 2, elements: [1, 2, -1e300, 1])
    #expect(try SampleLayers.layer(format, weights, scales: [1, 1e39]).isFinite == false)
    #expect(try SampleLayers.layer(format, Matrix(rows: 1, columns: 2, repeating: 3), scales: [1]).isFinite)
  }

  /// A weight below the smallest Float32 is a zero there: the sparse form does not list it.
  @Test func sparseDropsWhatFloat32Rounds() {
    let layer = SparseLayer(Matrix(rows: 1, columns: 3, elements: [1e-60, 1, -1e-60]))
    #expect(layer.weightBytes == [0, 0b010] + FileBuilder.floats([1]))
  }

  // Kinds of positions, by hand: 2 rows of 40 weights, at (0, 3) and (1, 39).
  private static let lists: [UInt8] = [2, 1, 0, 3, 0, 1, 0, 39, 0]
  private static let ones = FileBuilder.floats([1, 1])

  private func sparse(_ bytes: [UInt8], _ rows: Int = 2, _ columns: Int = 40) -> String? {
    refusal { try SparseLayer(rows: rows, columns: columns, weightBytes: bytes[...], scales: []) }
  }

  @Test func positionsAreChecked() {
    #expect(sparse(Self.lists + Self.ones) == nil)
    #expect(sparse([3] + Self.lists.dropFirst() + Self.ones) == "positions of kind 3 are unknown; expected 0, 2 or 4")
    // Column 40 of 40; a column twice; descending columns.
    #expect(sparse([2, 1, 0, 3, 0, 1, 0, 40, 0] + Self.ones)?.contains("must ascend and stay below") == true)
    #expect(sparse([2, 2, 0, 3, 0, 3, 0, 0, 0] + Self.ones)?.contains("must ascend") == true)
    #expect(sparse([2, 2, 0, 9, 0, 3, 0, 0, 0] + Self.ones)?.contains("must ascend") == true)
    // A count beyond the end, and an absurd one in four bytes.
    #expect(sparse([2, 255, 255, 3, 0] + Self.ones) != nil)
    #expect(sparse([4, 255, 255, 255, 255] + Self.ones) != nil)
    // Longer than need be: the bitmap of ten bytes, and lists of four bytes.
    #expect(
      sparse([0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 128] + Self.ones)
        == "positions are stored in kind 0 where kind 2 is shorter")
    #expect(
      sparse([4, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 39, 0, 0, 0] + Self.ones)
        == "positions are stored in kind 4 where kind 2 is shorter")
    // Two-byte lists cannot serve a wide layer, even where all columns are small.
    #expect(sparse([2, 1, 0, 3, 0, 0, 0] + FileBuilder.floats([1]), 2, 70_000)?.contains("kind 4 is shorter") == true)
    // A listed zero, of either sign.
    #expect(sparse(Self.lists + FileBuilder.floats([1, 0]))?.contains("weight of 0") == true)
    #expect(sparse(Self.lists + FileBuilder.floats([-0.0, 1]))?.contains("weight of 0") == true)
    #expect(sparse(Self.lists + FileBuilder.floats([1, .nan])) == "stored number 2 of 2 is not finite")
  }

  @Test func paddingBitsMustBeZero() {
    // 1 × 10 as bitmap: bits 2 to 7 of its second byte are padding.
    #expect(sparse([0, 1, 2] + Self.ones, 1, 10) == nil)
    #expect(sparse([0, 1, 4] + Self.ones, 1, 10) == "the padding bits of row 1 of a bitmap must be 0")
    func signs(_ bits: UInt8) -> String? {
      refusal { try SparseSignLayer(rows: 1, columns: 10, weightBytes: [0, 1, 2, bits], scales: [1]) }
    }
    #expect(signs(0b11) == nil)
    #expect(signs(0b100) == "the padding bits of a sparse-sign layer must be 0")
    #expect(refusal { try SignLayer(rows: 1, columns: 3, weightBytes: [0b111], scales: [1]) } == nil)
    #expect(refusal { try SignLayer(rows: 1, columns: 3, weightBytes: [0b1111], scales: [1]) } != nil)
    // Three codes of three bits in two bytes: the last seven bits are padding.
    func codes(_ last: UInt8) -> String? {
      refusal { try IntegerLayer<3>(rows: 2, columns: 3, weightBytes: [255, 1, 0, last], scales: [1, 1]) }
    }
    #expect(codes(1) == nil)
    for bit in 1..<8 {
      #expect(codes(1 << bit) == "row 2 of the int3 codes has bits set after column 3; they must be 0")
    }
    #expect(
      refusal { try TernaryLayer(rows: 1, columns: 3, weightBytes: [0b0100_0000], scales: [1]) }
        == "row 1 of the ternary codes has bits set after column 3; they must be 0")
  }

  @Test func unusedCodesAreRefused() {
    func ternary(_ bytes: [UInt8]) -> String? {
      refusal { try TernaryLayer(rows: 2, columns: 4, weightBytes: bytes[...], scales: [1, 1]) }
    }
    #expect(ternary([0b0001_1101, 0b1111_0000]) == nil)
    #expect(
      ternary([0b0001_1101, 0b1110_0000]) == "row 2 has the code 2 in column 3, for which ternary has no number")
    #expect(
      ternary([0b0000_0010, 0]) == "row 1 has the code 2 in column 1, for which ternary has no number")
  }

  @Test func lengthsAndScalesAreNamed() {
    #expect(
      refusal { try IntegerLayer<3>(rows: 2, columns: 9, weightBytes: [0, 0, 0, 0, 0, 0, 0], scales: [1, 1]) }
        == "2 × 9 codes of int3 take 2 rows of 4 bytes, but there are 7 bytes")
    #expect(
      refusal { try IntegerLayer<8>(rows: 1, columns: 1, weightBytes: [0], scales: []) }
        == "a layer of 1 rows of int8 needs 1 scales; found 0")
    #expect(
      refusal { try TernaryLayer(rows: 1, columns: 1, weightBytes: [0], scales: [1, 2]) }
        == "a ternary layer of 1 rows needs 1 scales; found 2")
    #expect(
      refusal { try HalfLayer(rows: 2, columns: 3, weightBytes: [0, 0], scales: []) }
        == "2 × 3 weights of f16 take 12 bytes, but there are 2 bytes")
    #expect(
      refusal { try HalfLayer(rows: 1, columns: 1, weightBytes: [0, 0], scales: [1]) }
        == "an f16 layer stores no scales; found 1")
  }

  /// Every code of every width, from the bytes on: a column each, in one row.
  @Test func everyCodeHasItsNumber() throws {
    func numbers(_ layer: any PackedLayer.Type, _ codes: [Int]) throws -> [Double] {
      let width = layer.bitWidth
      var bytes = [UInt8](repeating: 0, count: (width * codes.count + 7) / 8)
      for (j, code) in codes.enumerated() {
        for i in 0..<width where code >> i & 1 == 1 { bytes[(width * j + i) / 8] |= 1 << UInt8((width * j + i) % 8) }
      }
      return try layer.init(rows: 1, columns: codes.count, weightBytes: bytes[...], scales: [0.5]).matrix.elements
    }
    #expect(try numbers(TernaryLayer.self, [0, 1, 3]) == [0.5, 0, -0.5])
    for layer in Layers.all where layer.format.hasPrefix("int") {
      let count = 1 << layer.bitWidth
      #expect(
        try numbers(layer, Array(0..<count)) == (0..<count).map { 0.5 * Double(count - 1 - 2 * $0) }, "\(layer.format)")
    }
  }
}

import FeatureMaps
import LinearAlgebra
import Messages
import PackedInference
import Testing

/// Binary layers on packed bits against the sums themselves.
@Suite struct BinaryMapTests {
  /// Around whole words, vectors of sixteen rows and groups of 128.
  static let shapes = [(1, 1), (3, 8), (16, 31), (17, 33), (128, 64), (130, 100), (40, 784)]

  private func samples(_ rows: Int, _ columns: Int) -> FloatMatrix {
    var stream = RandomStream(seed: 71).branch("samples", columns)
    var values = stream.floatGaussians(rows * columns).map { 60 * $0 + 100 }
    // Both zeros, ends, and beyond.
    for (place, value) in [Float(0), -0.0, 255, 300, -40, 0.5, 1.5].enumerated() where place < values.count {
      values[place] = value
    }
    return FloatMatrix(rows: rows, columns: columns, elements: values)
  }

  /// yᵣ = +1 where Σⱼ sᵣⱼ qⱼ ≥ tᵣ, term by term.
  private func twin(_ map: BinaryMap, _ x: ArraySlice<Float>) -> [Float] {
    let signs = map.signs.matrix
    let q = x.enumerated().map { j, x -> Int in
      switch map.input {
      case .signs: x < 0 ? -1 : 1
      case .levels(let levels): Int(levels.level(x, input: j))
      }
    }
    return (0..<map.outputCount).map { r in
      let sum = q.indices.reduce(0) { $0 + Int(signs[r, $1]) * q[$1] }
      return sum >= map.thresholds[r] ? 1 : -1
    }
  }

  @Test func packedBitsAreTheSums() throws {
    for (outputs, inputs) in Self.shapes {
      let own = try InputLevels(
        lows: (0..<inputs).map { Float($0 % 5) - 2 }, steps: (0..<inputs).map { 0.5 + Float($0 % 3) })
      for input in [BinaryMap.Input.signs, .levels(try InputLevels(lows: [0], steps: [1])), .levels(own)] {
        let largest = BinaryMap.largestSum(input, inputs)
        var stream = RandomStream(seed: 72).branch("thresholds", inputs)
        // Near the middle, where sums are, and at both ends.
        let thresholds = (0..<outputs).map { r in
          r == 0
            ? Int32(-largest)
            : r == 1 ? Int32(largest + 1) : Int32(stream.integer(below: largest + 1) - largest / 2) / 4
        }
        let map = try SampleMaps.binary(input, outputs, inputs, thresholds, 73)
        let rows = samples(5, inputs)
        let features = map.features(of: rows)
        for i in 0..<5 {
          let found = Array(features.elements[features.range(ofRow: i)])
          #expect(found == twin(map, rows.elements[rows.range(ofRow: i)]), "\(outputs) × \(inputs), row \(i)")
          #expect(found[0] == 1 && (outputs == 1 || found[1] == -1))
        }
      }
    }
  }

  @Test func levels() throws {
    let pixels = FloatMatrix(rows: 2, columns: 2, elements: [0, 17, 255, 3])
    let plain = try InputLevels(of: pixels, sharing: false)
    #expect(plain.lows == [0] && plain.steps == [1] && plain.levels(of: pixels) == [0, 17, 255, 3])
    let reals = FloatMatrix(rows: 3, columns: 2, elements: [-1, 5, 1, 5, 0.5, 5])
    let ranges = try InputLevels(of: reals, sharing: false)
    #expect(ranges.levels(of: reals) == [0, 0, 255, 0, 191, 0])
    let one = try InputLevels(of: reals, sharing: true)
    #expect(one.isShared && one.levels(of: reals) == [0, 255, 85, 255, 64, 255])
    #expect(one.level(-9, input: 0) == 0 && one.level(9, input: 1) == 255 && one.level(.nan, input: 0) == 0)
    // Beyond Float32 there is no difference of ends, but there are levels.
    let wide = FloatMatrix(rows: 2, columns: 1, elements: [-3e38, 3e38])
    #expect(try InputLevels(of: wide, sharing: false).levels(of: wide) == [0, 255])
    #expect(throws: Refusal.self) {
      try InputLevels(of: FloatMatrix(rows: 1, columns: 1, repeating: .infinity), sharing: true)
    }
    #expect(throws: Refusal.self) { try InputLevels(lows: [0], steps: [0]) }
    #expect(throws: Refusal.self) { try InputLevels(lows: [0, 0], steps: [1]) }
  }

  @Test func refusals() throws {
    let signs = PackedSigns(signsOf: Matrix(rows: 2, columns: 3))
    #expect(throws: Refusal.self) { try BinaryMap(input: .signs, signs: signs, thresholds: [0]) }
    #expect(throws: Refusal.self) { try BinaryMap(input: .signs, signs: signs, thresholds: [0, 5]) }
    #expect(throws: Refusal.self) { try BinaryMap(input: .signs, signs: signs, thresholds: [0, -4]) }
    let levels = try InputLevels(lows: [0, 1], steps: [1, 1])
    #expect(throws: Refusal.self) { try BinaryMap(input: .levels(levels), signs: signs, thresholds: [0, 0]) }
    let wide = PackedSigns(signsOf: Matrix(rows: 1, columns: BinaryMap.largestInputCount + 1))
    #expect(throws: Refusal.self) { try BinaryMap(input: .signs, signs: wide, thresholds: [0]) }
  }
}

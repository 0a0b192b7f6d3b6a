import LinearAlgebra
import Messages
import Testing

@Suite struct PackedSignsTests {
  /// Around the multiples of 8 and 32 inputs, and of 16 and 128 rows.
  static let shapes: [(rows: Int, columns: Int)] = [
    (1, 1), (1, 3), (2, 7), (3, 8), (5, 9), (8, 31), (10, 784), (15, 32), (16, 33), (17, 64), (31, 65), (33, 4),
    (48, 100), (64, 5), (79, 12), (80, 40), (96, 63), (112, 96), (113, 17), (127, 95), (128, 32), (129, 33),
    (143, 1), (145, 129), (255, 70), (256, 256), (257, 31), (300, 4096), (384, 10), (385, 2),
  ]

  private func random(_ name: String, _ rows: Int, _ columns: Int) -> RandomStream {
    RandomStream(seed: 11).branch(name, rows).branch("columns", columns)
  }

  private func randomSigns(_ rows: Int, _ columns: Int) -> Matrix {
    var stream = random("signs", rows, columns)
    return Matrix(rows: rows, columns: columns, elements: stream.signs(rows * columns))
  }

  /// The formula of the docstring, one row at a time.
  private func formula(_ signs: Matrix, _ x: [Float]) -> [Float] {
    (0..<signs.rowCount).map { r in
      var s = signs.row(r).map { Float($0) }
      var x = x
      while x.count % 32 != 0 {
        s.append(1)
        x.append(0)
      }
      var sum: Float = 0
      for j in stride(from: 0, to: x.count, by: 4) {
        sum += ((s[j] * x[j] + s[j + 1] * x[j + 1]) + s[j + 2] * x[j + 2]) + s[j + 3] * x[j + 3]
      }
      return sum
    }
  }

  /// Twins: every kernel set equals the formula bit for bit.
  @Test(arguments: KernelSet.supported)
  func multiplyEqualsFormula(kernels: KernelSet) {
    for (rows, columns) in Self.shapes {
      let signs = randomSigns(rows, columns)
      var stream = random("activations", rows, columns)
      let x = stream.floatGaussians(columns)
      let y = PackedSigns(signsOf: signs).multiply(x, using: kernels)
      #expect(y.map(\.bitPattern) == formula(signs, x).map(\.bitPattern), "\(rows) × \(columns)")
    }
  }

  /// Zeros of both signs, infinities, subnormals, cancellation and overflow.
  @Test(arguments: KernelSet.supported)
  func unusualActivations(kernels: KernelSet) {
    let values: [Float] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, 3e38, 1e-30, 16_777_215,
    ]
    for (rows, columns) in [(16, 32), (37, 61), (130, 96)] {
      let signs = randomSigns(rows, columns)
      let packed = PackedSigns(signsOf: signs)
      for seed in 0..<20 {
        var stream = random("unusual", rows, columns).branch("seed", seed)
        // Few kinds at a time, so that zeros meet zeros and sums cancel.
        let kinds = (0..<3).map { _ in values[stream.integer(below: values.count)] }
        let x = (0..<columns).map { _ in kinds[stream.integer(below: 3)] }
        let y = packed.multiply(x, using: kernels)
        for (a, b) in zip(y, formula(signs, x)) {
          #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN), "\(rows) × \(columns), \(kinds)")
        }
      }
      var x = [Float](repeating: 1, count: columns)
      x[columns / 2] = .infinity
      let y = packed.multiply(x, using: kernels)
      #expect(y == (0..<rows).map { signs[$0, columns / 2] < 0 ? -Float.infinity : .infinity })
    }
  }

  /// The bound of the docstring against the sum in Float64.
  @Test(arguments: KernelSet.supported)
  func errorBound(kernels: KernelSet) {
    let (rows, columns) = (20, 5000)
    let signs = randomSigns(rows, columns)
    var stream = random("bound", rows, columns)
    let x = stream.floatGaussians(columns)
    let size = x.reduce(0.0) { $0 + abs(Double($1)) }
    for (r, y) in PackedSigns(signsOf: signs).multiply(x, using: kernels).enumerated() {
      var exact = 0.0
      for (s, a) in zip(signs.row(r), x) { exact += s * Double(a) }
      #expect(abs(Double(y) - exact) <= Double(8 * ((columns + 31) / 32) + 2) * 0x1p-24 * size)
    }
  }

  /// A sum of exactly representable numbers has no rounding to hide a wrong sign.
  @Test func countsAreExact() {
    for (rows, columns) in Self.shapes {
      let signs = randomSigns(rows, columns)
      let sums = PackedSigns(signsOf: signs).multiply((1...columns).map { Float($0 % 7) })
      for r in 0..<rows {
        var sum = 0.0
        for (j, s) in signs.row(r).enumerated() { sum += s * Double((j + 1) % 7) }
        #expect(Double(sums[r]) == sum)
      }
    }
  }

  /// The span form writes exactly its rows, and takes its input as it is.
  @Test(arguments: KernelSet.supported)
  func spans(kernels: KernelSet) {
    for (rows, columns) in [(1, 32), (17, 33), (129, 64)] {
      let packed = PackedSigns(signsOf: randomSigns(rows, columns))
      var stream = random("spans", rows, columns)
      let x = stream.floatGaussians(columns + 1)
      var y = [Float](repeating: 77, count: rows + 40)
      y.withUnsafeMutableBufferPointer { buffer in
        let part = UnsafeMutableBufferPointer(rebasing: buffer[1..<(rows + 1)])
        var output = part.mutableSpan
        x.withUnsafeBufferPointer { input in
          packed.multiply(UnsafeBufferPointer(rebasing: input[1...]).span, into: &output, using: kernels)
        }
      }
      #expect(Array(y[1...rows]) == packed.multiply(Array(x[1...])))
      #expect(y[0] == 77 && y[(rows + 1)...].allSatisfy { $0 == 77 })
    }
  }

  /// Weighted XOR and popcount, bit by bit.
  @Test(arguments: KernelSet.supported)
  func distancesEqualFormula(kernels: KernelSet) {
    for (rows, columns) in Self.shapes where columns < 1000 {
      let signs = randomSigns(rows, columns)
      let packed = PackedSigns(signsOf: signs)
      for count in [1, 3, 8] {
        var stream = random("planes", rows, columns)
        let words = packed.wordsPerPlane
        var planes = stream.words(count * words)
        // Bits after the last column are 0.
        if columns % 32 != 0 {
          for p in 0..<count { planes[p * words + words - 1] &= 1 << UInt32(columns % 32) - 1 }
        }
        let expected = (0..<rows).map { r in
          (0..<count).reduce(UInt32(0)) { sum, p in
            let differing = (0..<columns).count { j in
              (signs[r, j] < 0) != (planes[p * words + j / 32] >> UInt32(j % 32) & 1 == 1)
            }
            return sum + UInt32(differing) << UInt32(p)
          }
        }
        #expect(packed.distances(fromPlanes: planes, using: kernels) == expected, "\(rows) × \(columns), \(count)")
      }
    }
  }

  @Test func plainRowsRoundTrip() throws {
    for (rows, columns) in Self.shapes {
      let signs = randomSigns(rows, columns)
      let packed = PackedSigns(signsOf: signs)
      #expect(packed.matrix == signs)
      let plain = packed.plainRows
      #expect(plain.count == rows * ((columns + 7) / 8))
      for r in 0..<rows {
        for j in 0..<columns {
          #expect((plain[r * ((columns + 7) / 8) + j / 8] >> UInt8(j % 8) & 1 == 1) == (signs[r, j] < 0))
        }
      }
      #expect(try PackedSigns(rows: rows, columns: columns, signs: plain) == packed)
    }
  }

  @Test func signOfZeroIsPlus() {
    let matrix = Matrix(rows: 2, columns: 3, elements: [0, -0.0, -1, 5, -1e-300, .nan])
    let packed = PackedSigns(signsOf: matrix)
    #expect(packed.plainRows == [0b100, 0b010])
    #expect(packed.matrix.elements == [1, 1, -1, 1, -1, 1])
    #expect(packed.multiply([1, 10, 100]) == [-89, 91])
  }

  @Test func refusals() {
    func message(_ rows: Int, _ columns: Int, _ signs: [UInt8]) -> String? {
      do {
        _ = try PackedSigns(rows: rows, columns: columns, signs: signs)
        return nil
      } catch let refusal as Refusal {
        return refusal.kind == .input ? refusal.message : "another kind"
      } catch {
        return "another error"
      }
    }
    #expect(message(2, 9, [255, 1, 0, 0]) == nil)
    #expect(
      message(2, 9, [255, 1, 0]) == "2 × 9 signs take 2 rows of 2 bytes, but there are 3 bytes")
    #expect(
      message(2, 9, [255, 1, 0, 2]) == "row 2 of the signs has bits set after column 9; they must be 0")
    #expect(message(1, 9, [255, 1, 0]) != nil)
    #expect(message(0, 9, []) == "a matrix of signs has at least one row and one column, not 0 × 9")
    #expect(message(-1, 8, []) != nil)
    #expect(message(.max, .max, [0]) != nil)
  }
}

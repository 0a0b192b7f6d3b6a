import LinearAlgebra
import Messages
import PackedInference
import Testing

@Suite struct PackedHalvesTests {
  /// Around the multiples of 16 columns and of 4 and 5 rows.
  static let shapes: [(rows: Int, columns: Int)] = [
    (1, 1), (2, 15), (3, 16), (4, 17), (5, 31), (6, 32), (7, 33), (8, 100), (9, 5), (10, 784), (11, 48), (15, 2),
    (23, 129), (3, 5000),
  ]

  static let all: [UInt16] = (UInt16.min...UInt16.max).filter { Float16(bitPattern: $0).isFinite }

  private func random(_ name: String, _ rows: Int, _ columns: Int) -> RandomStream {
    RandomStream(seed: 12).branch(name, rows).branch("columns", columns)
  }

  /// Any finite halves: subnormal, huge, of both signs.
  private func halves(_ rows: Int, _ columns: Int) throws -> PackedHalves {
    var stream = random("halves", rows, columns)
    let bytes = (0..<rows * columns).flatMap { _ in FileBuilder.little(Self.all[stream.integer(below: Self.all.count)])
    }
    return try PackedHalves(rows: rows, columns: columns, bytes: bytes[...])
  }

  /// The formula of the docstring, one row at a time.
  private func formula(_ w: Matrix, _ x: [Float]) -> [Float] {
    (0..<w.rowCount).map { r in
      var lanes = [Float](repeating: 0, count: 16)
      for (j, weight) in w.row(r).enumerated() {
        let product = Float(weight) * x[j]
        lanes[j % 16] += product
      }
      for h in [8, 4, 2, 1] {
        for l in 0..<h { lanes[l] += lanes[l + h] }
      }
      return lanes[0]
    }
  }

  /// Rounding to halves without their bits, at every half, halfway to the next and beside that.
  @Test func roundingEqualsThatOfTheBits() {
    let halves = Self.all.map { Double(Float16(bitPattern: $0)) }
    let middles = Self.all.map { bits in
      let x = Float16(bitPattern: bits)
      return x.magnitude == 65504 ? 65520 * (x < 0 ? -1 : 1) : (Double(x) + Double(x.nextUp)) / 2
    }
    var all = halves + middles + middles.map(\.nextUp) + middles.map(\.nextDown)
    all += [0, -0.0, 5e-324, -1e-30, 1e-8, 1e300, -.greatestFiniteMagnitude, .infinity]
    let matrix = Matrix(rows: 1, columns: all.count, elements: all)
    #expect(PackedHalves.rounded(matrix) == PackedHalves(rounding: matrix).matrix)
  }

  /// Twins: every kernel set equals the formula bit for bit.
  @Test(arguments: KernelSet.supported)
  func multiplyEqualsFormula(kernels: KernelSet) throws {
    for (rows, columns) in Self.shapes {
      let halves = try halves(rows, columns)
      var stream = random("activations", rows, columns)
      let x = stream.floatGaussians(columns)
      let y = halves.multiply(x, using: kernels)
      #expect(y.map(\.bitPattern) == formula(halves.matrix, x).map(\.bitPattern), "\(rows) × \(columns)")
    }
  }

  /// Zeros of both signs, subnormal products, cancellation and overflow.
  @Test(arguments: KernelSet.supported)
  func unusualActivations(kernels: KernelSet) throws {
    let values: [Float] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, 3e38, 1e-30, 16_777_215,
    ]
    for (rows, columns) in [(16, 32), (7, 61), (5, 5)] {
      let halves = try halves(rows, columns)
      for seed in 0..<20 {
        var stream = random("unusual", rows, columns).branch("seed", seed)
        let x = (0..<columns).map { _ in values[stream.integer(below: values.count)] }
        for (a, b) in zip(halves.multiply(x, using: kernels), formula(halves.matrix, x)) {
          #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN), "\(rows) × \(columns), seed \(seed)")
        }
      }
    }
  }

  /// Every half is converted exactly, in a whole group of lanes and in the tail; the sum turns −0 into +0.
  @Test(arguments: KernelSet.supported)
  func everyHalfIsExact(kernels: KernelSet) throws {
    let bytes = Self.all.flatMap { FileBuilder.little($0) }
    let column = try PackedHalves(rows: Self.all.count, columns: 1, bytes: bytes[...])
    let rows = try PackedHalves(
      rows: Self.all.count, columns: 16,
      bytes: Self.all.flatMap { FileBuilder.little($0) + [UInt8](repeating: 0, count: 30) }[...])
    let expected = Self.all.map { 0 + Float(Float16(bitPattern: $0)) }
    #expect(column.multiply([1], using: kernels).map(\.bitPattern) == expected.map(\.bitPattern))
    let y = rows.multiply([1] + [Float](repeating: 0, count: 15), using: kernels)
    #expect(y.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(column.bytes == bytes)
    #expect(column.matrix.elements == expected.map { Double($0) })
  }

  /// Halfway between two halves the even one, beside it the nearer one; beyond 65,519.99… there is none.
  @Test func roundingIsToTheNearestEven() {
    func rounded(_ x: Double) -> UInt16 {
      let bytes = PackedHalves(rounding: Matrix(rows: 1, columns: 1, elements: [x])).bytes
      return UInt16(bytes[0]) | UInt16(bytes[1]) << 8
    }
    // The numbers written out: 2⁻²⁴ steps below 2⁻¹⁴, then 1,024 steps from each power of two to the next.
    let numbers =
      (0..<1024).map { Double($0) * 0x1p-24 }
      + (0..<30).flatMap { e in (1024..<2048).map { Double($0) * Double(sign: .plus, exponent: e - 24, significand: 1) }
      }
    for (code, pair) in zip(numbers, numbers.dropFirst()).enumerated() {
      let middle = (pair.0 + pair.1) / 2
      let (low, high) = (UInt16(code), UInt16(code + 1))
      #expect(rounded(pair.0) == low && rounded(-pair.0) == low | 0x8000)
      #expect(rounded(middle) == (code % 2 == 0 ? low : high))
      #expect(rounded(middle.nextDown) == low && rounded(middle.nextUp) == high)
    }
    #expect(numbers.last == 65_504 && rounded(65_504) == 0x7BFF)
    for (x, fits) in [(65_519.999, true), (65_520, false), (-65_520, false), (1e300, false), (.nan, false)] {
      #expect(PackedHalves(rounding: Matrix(rows: 1, columns: 2, elements: [1, x])).isFinite == fits)
    }
  }

  /// The bound of the docstring against the sum in Float64.
  @Test(arguments: KernelSet.supported)
  func errorBound(kernels: KernelSet) {
    let (rows, columns) = (20, 5000)
    var stream = random("bound", rows, columns)
    let halves = PackedHalves(
      rounding: Matrix(rows: rows, columns: columns, elements: stream.gaussians(rows * columns)))
    let x = stream.floatGaussians(columns)
    let matrix = halves.matrix
    for (r, y) in halves.multiply(x, using: kernels).enumerated() {
      let terms = zip(matrix.row(r), x).map { $0 * Double($1) }
      let size = terms.reduce(0) { $0 + abs($1) }
      #expect(abs(Double(y) - terms.reduce(0, +)) <= Double((columns + 15) / 16 + 5) * 0x1p-24 * size)
    }
  }

  /// The span form writes exactly its rows, and takes its input as it is.
  @Test(arguments: KernelSet.supported)
  func spans(kernels: KernelSet) throws {
    for (rows, columns) in [(1, 32), (7, 33), (9, 5)] {
      let halves = try halves(rows, columns)
      var stream = random("spans", rows, columns)
      let x = stream.floatGaussians(columns + 1)
      var y = [Float](repeating: 77, count: rows + 40)
      y.withUnsafeMutableBufferPointer { buffer in
        let part = UnsafeMutableBufferPointer(rebasing: buffer[1..<(rows + 1)])
        var output = part.mutableSpan
        x.withUnsafeBufferPointer { input in
          halves.multiply(UnsafeBufferPointer(rebasing: input[1...]).span, into: &output, using: kernels)
        }
      }
      #expect(Array(y[1...rows]) == halves.multiply(Array(x[1...])))
      #expect(y[0] == 77 && y[(rows + 1)...].allSatisfy { $0 == 77 })
    }
  }
}

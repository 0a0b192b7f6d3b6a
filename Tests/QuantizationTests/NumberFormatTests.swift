import LinearAlgebra
import Quantization
import Testing

/// Laws of every number format, over all its codes.
@Suite struct NumberFormatTests {
  static let names = Formats.all.map(\.name)

  private func format(_ name: String) throws -> any NumberFormat { try #require(Formats.named(name)) }

  @Test func namesAreUnique() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(Formats.named("int9") == nil)
  }

  /// Every code that is used comes back from its number, and no two stand for the same; +0 and −0 are two.
  @Test(arguments: names) func codesRoundTrip(name: String) throws {
    let format = try format(name)
    var seen = Set<UInt64>()
    // Collected, since an expectation for each of 65,536 codes takes its time.
    var faults: [UInt16] = []
    for code in UInt16.min...UInt16.max {
      guard let value = format.value(of: code) else { continue }
      let isFine =
        Int(code) < 1 << format.bitWidth && format.code(nearest: value) == code && value.magnitude <= format.range
        && format.code(for: value, by: NearestEven()) == code && format.neighbors(of: value) == Neighbors(value)
        && seen.insert(value.bitPattern).inserted
        // The numbers lie symmetrically about 0.
        && format.value(of: format.code(nearest: -value)) == -value
      if !isFine { faults.append(code) }
    }
    #expect(faults.isEmpty, "\(faults.prefix(10))")
    #expect(seen.count == format.codes.count && seen.count >= 2)
  }

  /// The fast forms are their definition by search, bit for bit: at every number (of the widest formats, at every
  /// 29th), every halfway point and right beside them, in between, and far outside; whatever the rounding.
  @Test(arguments: names) func fastFormsAreTheirDefinition(name: String) throws {
    let format = try format(name)
    let line = NumberLine(format)
    let step = line.numbers.count > 2048 ? 29 : 1
    let numbers = stride(from: 0, to: line.numbers.count, by: step).map { line.numbers[$0] }
    let middles = stride(from: 1, to: line.numbers.count, by: step).map {
      line.numbers[$0 - 1] / 2 + line.numbers[$0] / 2
    }
    var random = RandomStream(seed: 61).branch("between")
    let between = random.gaussians(500).flatMap { [$0 * format.range, $0, $0 * 1e-3] }
    let outside = [
      0, -0.0, 1e300, -1e300, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    ]
    var noise = RandomStream(seed: 61).branch("noise")
    var faults: [Double] = []
    for x in (numbers + middles).flatMap({ [$0, $0.nextUp, $0.nextDown] }) + between + outside {
      let u = noise.uniforms(1)[0]
      let isFine =
        format.code(nearest: x) == line.code(for: x, by: NearestUp())
        && format.code(for: x, by: NearestEven()) == line.code(for: x, by: NearestEven())
        && format.code(for: x, by: Stochastic(), noise: u) == line.code(for: x, by: Stochastic(), noise: u)
        && format.neighbors(of: x) == line.neighbors(of: x)
        && format.nearest(x) == format.value(of: format.code(nearest: x))
        && [1, 0.3].allSatisfy { nearest(x, unit: $0, format).bitPattern == format.nearest(x / $0).bitPattern }
      if !isFine { faults.append(x) }
    }
    #expect(faults.isEmpty, "\(faults.prefix(10))")
  }

  /// By the form for arrays.
  private func nearest(_ x: Double, unit: Double, _ format: some NumberFormat) -> Double {
    var number = [0.0]
    var place = number.mutableSpan
    format.nearest([x].span, unit: unit, into: &place)
    return number[0]
  }

  @Test func knownNumbers() {
    func numbers(_ format: any NumberFormat) -> [Double?] { (0..<4).map { format.value(of: $0) } }
    #expect(numbers(OneBit()) == [1, -1, nil, nil])
    #expect(numbers(Ternary()) == [1, 0, nil, -1])
    #expect(numbers(MidRiseInteger(bitWidth: 2)) == [3, 1, -1, -3])
    #expect(MidRiseInteger(bitWidth: 8).value(of: 0) == 255)
    #expect(MidRiseInteger(bitWidth: 8).value(of: 256) == nil)
  }

  /// value = Σᵢ 2ⁱ (−1)^cᵢ for integers and half the sum of two signs for ternary: how kernels read them.
  @Test func numbersAreSumsOfSigns() {
    func sign(_ code: UInt16, _ bit: Int) -> Double { code >> UInt16(bit) & 1 == 1 ? -1 : 1 }
    for width in MidRiseInteger.widths {
      let format = MidRiseInteger(bitWidth: width)
      for code in format.codes {
        #expect(format.value(of: code) == (0..<width).reduce(0) { $0 + Double(1 << $1) * sign(code, $1) })
      }
    }
    for code in Ternary().codes { #expect(Ternary().value(of: code) == (sign(code, 0) + sign(code, 1)) / 2) }
  }
}

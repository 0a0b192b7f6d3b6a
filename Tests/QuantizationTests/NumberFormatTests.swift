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

  /// Every code that is used comes back from its number, and no two stand for the same.
  @Test(arguments: names) func codesRoundTrip(name: String) throws {
    let format = try format(name)
    var seen = Set<Double>()
    for code in UInt16.min...UInt16.max {
      guard let value = format.value(of: code) else { continue }
      #expect(Int(code) < 1 << format.bitWidth)
      #expect(format.code(nearest: value) == code)
      #expect(value.magnitude <= format.range)
      #expect(seen.insert(value).inserted)
      // The numbers lie symmetrically about 0.
      #expect(format.value(of: format.code(nearest: -value)) == -value)
    }
    #expect(seen.count == format.codes.count && seen.count >= 2)
  }

  /// The fast encoder is its definition: at every number, every halfway point and right beside them, in
  /// between, and far outside.
  @Test(arguments: names) func encoderIsItsDefinition(name: String) throws {
    let format = try format(name)
    let numbers = format.codes.map { format.value(of: $0)! }.sorted()
    let middles = zip(numbers, numbers.dropFirst()).map { ($0 + $1) / 2 }
    var random = RandomStream(seed: 61).branch("between")
    let between = random.gaussians(500).map { $0 * format.range }
    let outside = [0, -0.0, 1e300, -1e300, .infinity, -.infinity, .nan, 5e-324, -5e-324]
    for x in (numbers + middles).flatMap({ [$0, $0.nextUp, $0.nextDown] }) + between + outside {
      #expect(format.code(nearest: x) == format.referenceCode(nearest: x), "\(x)")
      #expect(format.nearest(x) == format.value(of: format.code(nearest: x)))
    }
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

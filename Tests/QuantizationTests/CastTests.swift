import Quantization
import Testing

/// Casts bit for bit as ml_dtypes and NumPy make them, and as the processor or the language does.
@Suite struct CastTests {
  /// The format of an oracle's name.
  private func format(_ name: String) throws -> MiniFloat {
    switch name {
    case "e3m4-ieee": MiniFloat(name, exponentBits: 3, mantissaBits: 4, specials: .infinityAndNaN)
    case "e4m3-ieee": MiniFloat(name, exponentBits: 4, mantissaBits: 3, specials: .infinityAndNaN)
    default: try #require(MiniFloat.named.first { $0.name == name })
    }
  }

  private func words(_ text: String) -> [UInt32] { text.split(separator: " ").map { UInt32($0, radix: 16)! } }

  @Test(arguments: NumberFormatVectors.numbers.indices) func everyCodeHasItsNumber(_ index: Int) throws {
    let vector = NumberFormatVectors.numbers[index]
    let format = try format(vector.format)
    let numbers = words(vector.bits).map { Float(bitPattern: $0) }
    #expect(numbers.count == 1 << format.bitWidth)
    for (code, number) in numbers.enumerated() {
      if number.isFinite {
        #expect(format.value(of: UInt16(code))?.bitPattern == Double(number).bitPattern, "\(vector.format) \(code)")
      } else {
        #expect(format.value(of: UInt16(code)) == nil, "\(vector.format) \(code)")
      }
    }
  }

  /// Ties, subnormals, −0, overflow, infinities: past the range ours saturates, and `overflowingCode` does what they do.
  @Test(arguments: NumberFormatVectors.casts.indices) func castsAgree(_ index: Int) throws {
    let vector = NumberFormatVectors.casts[index]
    let format = try format(vector.format)
    var overflows = 0
    for pair in vector.pairs.split(separator: " ") {
      let parts = pair.split(separator: ":")
      let x = Double(Float(bitPattern: UInt32(parts[0], radix: 16)!))
      let code = UInt16(parts[1], radix: 16)!
      #expect(format.overflowingCode(for: x) == code, "\(vector.format) \(x)")
      if format.value(of: code) != nil {
        #expect(format.code(for: x, by: NearestEven()) == code, "\(vector.format) \(x)")
      } else if !x.isNaN {
        overflows += 1
        #expect(format.rounded(x, by: NearestEven()) == (x < 0 ? -format.range : format.range))
      }
    }
    #expect((overflows > 0) == (format.specials != .none))
  }

  /// A bf16 is the upper half of a Float32.
  @Test func bf16IsHalfOfAFloat() {
    let faults = (UInt16.min...UInt16.max).filter { code in
      let number = Float(bitPattern: UInt32(code) << 16)
      return MiniFloat.bf16.value(of: code)?.bitPattern != (number.isFinite ? Double(number).bitPattern : nil)
    }
    #expect(faults.isEmpty, "\(faults.prefix(10))")
  }

  /// Without a second program: the widest subnormal, normal and number of each, from the specifications.
  @Test func knownEnds() {
    let ends: [(MiniFloat, largest: Double, normal: Double, subnormal: Double)] = [
      (.e2m1, 6, 1, 0.5), (.e2m3, 7.5, 1, 0.125), (.e3m2, 28, 0.25, 0.0625),
      (.e4m3, 448, 0x1p-6, 0x1p-9), (.e5m2, 57_344, 0x1p-14, 0x1p-16),
      (.bf16, 0x1.fep127, 0x1p-126, 0x1p-133), (.f16, 65_504, 0x1p-14, 0x1p-24),
    ]
    for (format, largest, normal, subnormal) in ends {
      #expect(format.range == largest && format.smallestNormal == normal && format.smallestSubnormal == subnormal)
    }
    #expect(ends.count == MiniFloat.named.count)
  }
}

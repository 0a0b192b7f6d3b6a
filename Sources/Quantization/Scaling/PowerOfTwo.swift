import LinearAlgebra

/// A power of two between 2⁻¹²⁷ and 2¹²⁷ (E8M0): the shared scale of an MX block.
///
///     floor:     2^(⌊log₂ max |wⱼ|⌋ − ⌊log₂ range⌋)          some of the largest saturate
///     round-up:  the smallest with max |wⱼ| ≤ range · scale   none does
///
/// The two differ where the largest magnitude, in units of the first, lies beyond the range. NaN is passed over.
///
/// - Source: OCP, *Microscaling Formats* 1.0 (2023), §6.3, for floor.
public struct PowerOfTwo: ScaleRule, Equatable {
  public enum Rule: String, Sendable, Equatable, CaseIterable {
    case floor
    case roundUp = "round-up"
  }

  /// The exponents that eight bits without a sign hold; the last code is NaN.
  public static let exponents = -127...127

  public let rule: Rule

  public init(_ rule: Rule) { self.rule = rule }

  public func scale(of block: Span<Double>, for format: some NumberFormat) -> Double {
    scale(ofLargest: largestMagnitude(block), range: format.range) ?? 0
  }

  /// The scale of a block by its largest magnitude; nil for a block of zeros.
  func scale(ofLargest largest: Double, range: Double) -> Double? {
    largest > 0 ? Double(sign: .plus, exponent: exponent(largest, range: range), significand: 1) : nil
  }

  private func exponent(_ largest: Double, range: Double) -> Int {
    guard largest.isFinite else { return Self.exponents.upperBound }
    var exponent = Int(largest.exponent) - Int(range.exponent)
    if rule == .roundUp, largest > range * Double(sign: .plus, exponent: exponent, significand: 1) { exponent += 1 }
    return min(max(exponent, Self.exponents.lowerBound), Self.exponents.upperBound)
  }

  /// The largest magnitude of a block whose scale is 2^exponent, or what it stays below.
  public func limit(_ exponent: Int, range: Double) -> Double {
    if exponent >= Self.exponents.upperBound { return .infinity }
    if exponent < Self.exponents.lowerBound { return 0 }
    return rule == .roundUp
      ? range * Double(sign: .plus, exponent: exponent, significand: 1)
      : Double(sign: .plus, exponent: exponent + Int(range.exponent) + 1, significand: 1)
  }
}

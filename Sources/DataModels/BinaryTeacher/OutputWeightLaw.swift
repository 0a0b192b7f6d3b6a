/// How the known weights v of the output are drawn.
public enum OutputWeightLaw: String, Sendable, CaseIterable, Codable {
  /// vₖ = ±1, independent.
  case sign
  /// vₖ = 1.
  case ones
  /// vₖ ~ N(0, 1), rounded to multiples of 1/256 so that sums of them are exact.
  case gaussian

  /// What v is a multiple of.
  public var unit: Double { self == .gaussian ? 1.0 / 256 : 1 }
}

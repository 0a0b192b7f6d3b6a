import LinearAlgebra
import Messages

/// The eigenvalues of the covariance of Gaussian inputs to a regression, in their own units.
///
/// Zeros are allowed: such an input is always 0. `InputSpectrum` scales to mean 1; here λ₁ = 1 of a power law counts.
///
/// | name | λᵢ, i from 1 |
/// |---|---|
/// | power:A | i⁻ᴬ |
/// | exp:A | e⁻ᴬⁱ |
/// | iso | 1 |
public struct CovarianceSpectrum: Sendable, Equatable {
  /// What `named(_:count:)` knows.
  public static let forms = ["power:A", "exp:A", "iso"]

  /// λ (d), none negative, at least one positive.
  public let eigenvalues: [Double]

  /// - Throws: a `Refusal` of kind `usage` where an eigenvalue is negative or no number, or all are 0.
  public init(eigenvalues: [Double]) throws {
    for (i, value) in eigenvalues.enumerated() where !(value >= 0 && value <= 1e12) {
      throw Refusal.usage(
        "eigenvalue \(i + 1) of the spectrum is \(NumberText.short(value)); expected a number from 0 to 1e12")
    }
    guard eigenvalues.contains(where: { $0 > 0 }) else {
      throw Refusal.usage("a spectrum needs at least one eigenvalue above 0; found \(eigenvalues.count) zeros")
    }
    self.eigenvalues = eigenvalues
  }

  /// λᵢ = i⁻ᴬ.
  public static func power(_ exponent: Double, count: Int) throws -> CovarianceSpectrum {
    try checkCount(count)
    return try CovarianceSpectrum(eigenvalues: (1...count).map { LinearAlgebra.power(Double($0), -exponent) })
  }

  /// λᵢ = e⁻ᴬⁱ.
  public static func exponential(_ rate: Double, count: Int) throws -> CovarianceSpectrum {
    try checkCount(count)
    return try CovarianceSpectrum(eigenvalues: (1...count).map { LinearAlgebra.exponential(-rate * Double($0)) })
  }

  /// A spectrum of d eigenvalues by its text: "power:2", "exp:0.1", "iso".
  ///
  /// - Throws: a `Refusal` of kind `usage` for an unknown name, a number that is none, or an impossible count.
  public static func named(_ text: String, count: Int) throws -> CovarianceSpectrum {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch parts[0] {
    case "power": return try power(decay(parts, text), count: count)
    case "exp": return try exponential(decay(parts, text), count: count)
    case "iso" where parts.count == 1: return try power(0, count: count)
    default:
      throw Refusal.usage(
        "there is no spectrum \"\(text)\"; \(Suggestion.question(for: text, among: ["power:2", "exp:0.1", "iso"]))")
    }
  }

  private static func decay(_ parts: [String], _ text: String) throws -> Double {
    guard parts.count == 2, let value = Double(parts[1]), value >= 0, value <= 100 else {
      throw Refusal.usage("a spectrum \(parts[0]):A takes a number A from 0 to 100; found \"\(text)\"")
    }
    return value
  }

  private static func checkCount(_ count: Int) throws {
    guard (1...10_000_000).contains(count) else {
      throw Refusal.usage("the number of inputs must lie between 1 and 10,000,000; found \(count)")
    }
  }
}

public import LinearAlgebra
import Messages

/// The law of the rows z (n) of the inputs.
///
/// | name | coordinates |
/// |---|---|
/// | gaussian | N(0, 1), independent |
/// | uniform | on [−√3, √3], independent |
/// | unit-interval | uniform on [0, 1], independent |
/// | exponential | of mean 1, independent |
/// | bernoulli:P | 1 with probability P, else 0 |
/// | offset:M | N(M, 1) |
/// | student:V | Student's t with V degrees of freedom, not scaled |
/// | ar:R | N(0, 1), correlation R^|i−j| |
/// | equal:R | N(0, 1), correlation R between any two |
/// | scales:A,B | N(0, sⱼ²), sⱼ from A to B in equal ratios |
public enum InputLaw: Sendable, Equatable {
  case gaussian, uniform, unitInterval, exponential
  case bernoulli(Double)
  case offset(Double)
  case student(Double)
  case autoregressive(Double)
  case equicorrelated(Double)
  case scales(Double, Double)
  /// Rows of these, each drawn at random with replacement.
  case rows(Matrix)

  /// What `named(_:)` knows.
  public static let forms = [
    "gaussian", "uniform", "unit-interval", "exponential", "bernoulli:P", "offset:M", "student:V", "ar:R", "equal:R",
    "scales:A,B",
  ]

  /// A law by its text; nil where the word before the colon is none of them.
  ///
  /// - Throws: a `Refusal` of kind `usage` for numbers that are missing or out of range.
  public static func named(_ text: String) throws -> InputLaw? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let numbers = parts.count == 2 ? parts[1].split(separator: ",").map { Double($0) } : []
    func number(_ range: ClosedRange<Double>) throws -> Double {
      guard numbers.count == 1, let value = numbers[0], range.contains(value) else {
        throw Refusal.usage(
          "inputs \(parts[0]):X take a number X from \(NumberText.short(range.lowerBound)) to "
            + "\(NumberText.short(range.upperBound)); found \"\(text)\"")
      }
      return value
    }
    switch parts[0] {
    case "gaussian" where parts.count == 1: return .gaussian
    case "uniform" where parts.count == 1: return .uniform
    case "unit-interval" where parts.count == 1: return .unitInterval
    case "exponential" where parts.count == 1: return .exponential
    case "bernoulli": return .bernoulli(try number(0.001...0.999))
    case "offset": return .offset(try number(-100...100))
    case "student": return .student(try number(0.5...1000))
    case "ar": return .autoregressive(try number(-0.999...0.999))
    case "equal": return .equicorrelated(try number(0...0.999))
    case "scales":
      guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low > 0, high > 0, max(low, high) <= 1e3,
        min(low, high) >= 1e-3
      else { throw Refusal.usage("inputs scales:A,B take two numbers from 0.001 to 1000; found \"\(text)\"") }
      return .scales(low, high)
    default: return nil
    }
  }

  /// Whether theory speaks of it: independent standard Gaussians.
  public var isStandardGaussian: Bool { self == .gaussian }
}

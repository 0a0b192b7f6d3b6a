import Messages

/// An unbiased error of quantization whose variance is known.
///
///     Q(v) = v + err,   E[err | v] = 0,   E[err² | v] = additive + multiplicative · v²
///
/// Both parts are independent and symmetric, with the standardized fourth moment of `law`.
///
/// - Source: arXiv 2510.18259, section 2, with additive and multiplicative quantization.
public struct IdealizedError: Sendable, Equatable {
  /// What shares one relative error; additive errors are independent for each element.
  public enum Granularity: String, Sendable, CaseIterable {
    case element
    /// One factor for each sample: data only, the literal rank-one ε·xxᵀ.
    case row
    /// One factor for the vector of a batch: labels, activations and gradients, the literal ε·aaᵀ.
    case batch
  }

  /// The law of an error of variance 1.
  public enum Law: String, Sendable, CaseIterable {
    case gaussian
    case uniform
    case twoPoint = "two-point"

    /// κ = E ζ⁴.
    public var fourthMoment: Double {
      switch self {
      case .gaussian: 3
      case .uniform: 1.8
      case .twoPoint: 1
      }
    }
  }

  /// A variance, in squared units of what is quantized.
  public var additive: Double
  /// A variance relative to the square of what is quantized.
  public var multiplicative: Double
  public var granularity: Granularity
  public var law: Law

  public init(
    additive: Double = 0, multiplicative: Double = 0, granularity: Granularity = .element, law: Law = .gaussian
  ) {
    self.additive = additive
    self.multiplicative = multiplicative
    self.granularity = granularity
    self.law = law
  }

  /// E(1 + √multiplicative ζ)ᵏ for k = 2, 3, 4.
  public var factorMoments: (second: Double, third: Double, fourth: Double) {
    let r = multiplicative
    return (1 + r, 1 + 3 * r, 1 + 6 * r + law.fourthMoment * r * r)
  }

  /// Whether nothing is changed.
  public var isZero: Bool { additive == 0 && multiplicative == 0 }

  /// - Throws: a `Refusal` of kind `usage` for a variance that is negative or above 10⁶, and for a granularity that the
  ///   target does not have.
  public func check(for target: QuantizationTarget) throws {
    for (name, value) in [("additive", additive), ("multiplicative", multiplicative)]
    where !(value >= 0 && value <= 1e6) {
      throw Refusal.usage(
        "the \(name) error of the \(target.rawValue) is a variance from 0 to 1e6; found \(NumberText.short(value))")
    }
    switch granularity {
    case .element: return
    case .row:
      guard target == .data, additive == 0 else {
        throw Refusal.usage(
          "one error for each row is a multiplicative error of the data; use mult:EPS for the \(target.rawValue)")
      }
    case .batch:
      guard target == .label || target == .activation || target == .gradient, additive == 0 else {
        throw Refusal.usage(
          "one error for each batch is a multiplicative error of label, activation or gradient; use mult:EPS for the \(target.rawValue)"
        )
      }
    }
  }
}

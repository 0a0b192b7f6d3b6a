/// How far a quote can be relied on, and why.
public struct QuoteVerdict: Sendable, Equatable {
  public enum Color: String, Sendable, CaseIterable, Comparable {
    case green, amber, red, refused

    private var rank: Int { Self.allCases.firstIndex(of: self)! }
    public static func < (a: Color, b: Color) -> Bool { a.rank < b.rank }

    /// What it means for the user.
    public var advice: String {
      switch self {
      case .green: "rely on it"
      case .amber: "a hint; the band says how wide"
      case .red: "do not rely on it: train, and take the receipt"
      case .refused: "nothing is known here: train"
      }
    }
  }

  public let color: Color
  public let reasons: [String]

  /// Of ridge: the estimate is exact, so that only the rows themselves can mislead.
  init(ridge warnings: QuoteWarnings, degrees: Double) {
    let found = warnings.ofRidge(degrees: degrees)
    color = found.map(\.color).max() ?? .green
    reasons = found.isEmpty ? ["exact leave-one-out"] : found.map(\.reason)
  }

  /// Of a norm: two independent estimates and a back-test agree, or they do not.
  ///
  ///     GREEN  |A₄ − G| ≤ 2 and |A₄ − A₈| ≤ 4 points and λ ≤ .1 λ_max
  ///     RED    |A₄ − G| > 5 or |A₄ − A₈| > 8 points or λ ≥ .3 λ_max
  ///
  /// Points are hundredths of all labels, or of the variance of the targets.
  init(_ parts: QuoteParts, fraction: Double, scale: ErrorScale, warnings: QuoteWarnings) {
    var color = Color.amber
    var reasons: [String] = []
    if let gap = parts.gap, let backTest = parts.backTest {
      let (apart, moved) = ((parts.pilots - gap).magnitude, (parts.pilots - backTest).magnitude)
      if apart <= 0.02, moved <= 0.04, fraction <= 0.1 { color = .green }
      if apart > 0.05 || moved > 0.08 { color = .red }
      reasons.append(
        "two estimates are \(scale.text(ofDifference: apart)) apart, the back-test \(scale.text(ofDifference: moved))"
          + scale.unitText)
    } else {
      reasons.append("one pilot on a quarter of the rows, with nothing to compare it to")
    }
    if fraction >= 0.3 {
      color = .red
      reasons.append("λ is at least 0.3 λ_max, where errors change within a grid step")
    }
    for warning in warnings.ofNorms {
      color = max(color, warning.color)
      reasons.append(warning.reason)
    }
    (self.color, self.reasons) = (color, reasons)
  }

  /// Where there is nothing to say.
  init(refused reason: String) { self.init(.refused, [reason]) }

  /// A quote further away than rows are known is at best a hint.
  func extrapolated(_ reason: String) -> QuoteVerdict {
    QuoteVerdict(max(color, .amber), reasons + [reason])
  }

  init(_ color: Color, _ reasons: [String]) {
    self.color = color
    self.reasons = reasons
  }
}

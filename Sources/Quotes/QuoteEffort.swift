/// How much is fitted for a quote of a norm.
public enum QuoteEffort: String, Sendable, CaseIterable {
  /// One pilot on a quarter of the rows.
  case pilot
  /// Two pilots on a quarter and two on an eighth of the rows each, and as many Gaussian rows as there are.
  case full

  /// Shares of the work that are done after ridge and after the pilots, as 5,000 images took.
  var progress: (ridge: Double, pilots: Double) {
    switch self {
    case .pilot: (0.5, 1)
    case .full: (0.25, 0.85)
    }
  }

  /// How many pilots of which part of the rows, the largest first.
  var pilotShares: [(divisor: Int, count: Int)] {
    switch self {
    case .pilot: [(4, 1)]
    case .full: [(4, 2), (8, 2)]
    }
  }
}

/// A mean over independent trials with its standard error.
public struct MeanWithError: Sendable, Equatable {
  public let mean: Double
  /// The sample standard deviation over √trials; NaN for a single trial, which says nothing about it.
  public let standardError: Double
  public let count: Int

  public init(_ values: [Double]) {
    count = values.count
    mean = values.reduce(0, +) / Double(max(1, count))
    let center = mean
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    standardError = count > 1 ? (squares / Double(count - 1) / Double(count)).squareRoot() : .nan
  }
}

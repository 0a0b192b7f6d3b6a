import LinearAlgebra

/// Where the error will lie, in at least nine of ten jobs.
public struct QuoteBand: Sendable, Equatable {
  public let low: Double
  public let high: Double

  public var halfWidth: Double { (high - low) / 2 }

  func scaled(by factor: Double) -> QuoteBand { QuoteBand(low: low * factor, high: high * factor) }

  public func contains(_ error: Double) -> Bool { (low...high).contains(error) }

  /// The chance that the error is at most `limit`: of a Gaussian about `error` whose 90 % lie in the band.
  public func chance(of error: Double, atMost limit: Double) -> Double {
    let side = limit >= error ? high - error : error - low
    guard side > 0 else { return limit >= error ? 1 : 0 }
    return (1 + errorFunction(1.6449 * (limit - error) / side / 2.0.squareRoot())) / 2
  }
}

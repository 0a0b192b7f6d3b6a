/// One way to store one solution, with what it costs: a row of the table.
///
/// Errors are fractions in [0, 1] for classification and mean squared errors for regression. What is not
/// known is null.
public struct Candidate: Sendable, Codable, Equatable {
  public var family = "linear"
  public let penalty: String
  public let lambda: Double
  /// λ / λ_max.
  public let lambdaFraction: Double
  @OrNull public var width: Int?
  @OrNull public var depth: Int?
  @OrNull public var weights: String?
  @OrNull public var map: String?
  public let format: String
  public var rounding = "plain"
  public let bits: Int
  @OrNull public var validationError: Double?
  @OrNull public var testError: Double?
  @OrNull public var testErrorStandardError: Double?
  /// True where λ was picked on the test rows: shown, never chosen.
  public let oracle: Bool
  @OrNull public var predictedError: Double?
  @OrNull public var predictedBand: [Double]?
  public let nonzeroFraction: Double
  public let boundaryFraction: Double
  @OrNull public var objective: Double?
  public let status: String
  @OrNull public var relativeGap: Double?
  public let algorithm: String
  public let iterations: Int
  public let bytes: Int
  @OrNull public var latencyMicroseconds: Double?
  @OrNull public var receiptError: Double?
  @OrNull public var receiptBand: [Double]?
  @OrNull public var verdict: String?
  public var reasons: [String] = []
  @OrNull public var chanceWithinBudget: Double?
  /// What sets this row apart from others of its penalty and format; empty for the plain best.
  public var remark = ""
  public var chosen = false
}

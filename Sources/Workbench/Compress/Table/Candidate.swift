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
  /// Binary networks: what stood in for the derivative of signs in training.
  @OrNull public var surrogate: String?
  /// Random features and binary networks: the outputs of each layer; null for linear models.
  @OrNull public var layers: [Int]?
  public let format: String
  /// "plain" or "data-aware".
  public let rounding: String
  /// "weights" where the scale of each class came with the rounding, "refit" where least squares on the training
  /// rows chose it; null for forms without scales.
  @OrNull public var scale: String?
  public let bits: Int
  @OrNull public var validationError: Double?
  @OrNull public var testError: Double?
  @OrNull public var testErrorStandardError: Double?
  /// Regression: 1 − Σ(y − ŷ)² / Σ(y − ȳ)² over the test rows.
  @OrNull public var rSquared: Double?
  /// True where λ was picked on the test rows: shown, never chosen.
  public let oracle: Bool
  @OrNull public var predictedError: Double?
  @OrNull public var predictedBand: [Double]?
  public let nonzeroFraction: Double
  public let boundaryFraction: Double
  @OrNull public var objective: Double?
  /// Ridge: what storing adds to the objective, (v − w)ᵀ(XᵀX + λ)(v − w) / wᵀ(XᵀX + λ)w over all classes. A
  /// refitted scale adds to it on purpose: it fits the labels better and the penalty worse.
  @OrNull public var roundingExcess: Double?
  public var status: String
  @OrNull public var relativeGap: Double?
  public let algorithm: String
  public let iterations: Int
  public var bytes: Int
  @OrNull public var latencyMicroseconds: Double?
  @OrNull public var receiptError: Double?
  @OrNull public var receiptBand: [Double]?
  @OrNull public var verdict: String?
  public var reasons: [String] = []
  @OrNull public var chanceWithinBudget: Double?
  /// What sets this row apart from others of its penalty and format; empty for the plain best.
  public var remark = ""
  public var chosen = false

  public var isLinear: Bool { family == LinearFamily.name }
  public var isNetwork: Bool { family == BinaryNetworkFamily.name }
  /// Whether its fit came to its end: a solution that converged, or a schedule that was run through.
  public var isFinished: Bool { status == "converged" || status == BinaryNetworkFamily.finishedStatus }

  /// Whether another row holds the same penalty in the same way, at whatever λ and scale.
  func isStored(as other: Candidate) -> Bool {
    family == other.family && penalty == other.penalty && map == other.map && layers == other.layers
      && format == other.format && rounding == other.rounding
      && (remark == other.remark || other.remark == LinearRows.sparseRemark)
  }
}

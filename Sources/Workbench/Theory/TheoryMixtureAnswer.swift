import Asymptotics

/// The table of `theory mixture`: the row keys of `simulate mixture`. Standard errors are those of draws, null where a
/// number is an integral; null is also what the law does not say.
public struct TheoryMixtureAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    public let features: Int
    public let samples: Int
    public let classes: Int
    /// Null where a file gives the covariance of the means.
    @OrNull public var correlation: Double?
    /// Null where a file gives the shares of labels.
    @OrNull public var corruption: Double?
    /// Null where a file gives groups of features.
    @OrNull public var sigma: Double?
    public let priors: [Double]
    public let intercept: Bool
    public let law: String
    /// The λ from which on W = 0, for penalties that have one.
    public let collapseLambda: [String: Double]
    public let seed: UInt64
  }

  public struct Row: Sendable, Codable, Equatable {
    public let penalty: String
    public let lambda: Double
    public let testError: Double
    @OrNull public var testErrorStandardError: Double?
    /// sign(W) with one scale for all classes, zeros staying zero.
    @OrNull public var oneBitTestError: Double?
    @OrNull public var oneBitTestErrorStandardError: Double?
    /// By format as `compress` stores it: "sign" has one scale per class.
    public let formats: [String: Double?]
    public let formatsStandardError: [String: Double?]
    public let nonzeroFraction: Double
    @OrNull public var nonzeroFractionStandardError: Double?
    public let boundaryFraction: Double
    @OrNull public var boundaryFractionStandardError: Double?
    /// ‖XW − Y‖², total, without the penalty.
    @OrNull public var trainingLoss: Double?
    @OrNull public var trainingLossStandardError: Double?
    /// The law that answered.
    public let method: String
  }

  public let model: Model
  public let rows: [Row]
}

extension TheoryMixtureAnswer.Row {
  init(_ row: MixtureTheory.Row, formats names: [String]) {
    penalty = row.penalty
    lambda = row.lambda
    testError = row.testError.mean
    testErrorStandardError = row.testError.standardError
    oneBitTestError = row.oneBitTestError?.mean
    oneBitTestErrorStandardError = row.oneBitTestError?.standardError
    let pairs = zip(names, row.formatErrors)
    formats = Dictionary(pairs.map { ($0, $1?.mean) }) { first, _ in first }
    formatsStandardError = Dictionary(pairs.map { ($0, $1?.standardError) }) { first, _ in first }
    nonzeroFraction = row.nonzeroFraction.mean
    nonzeroFractionStandardError = row.nonzeroFraction.standardError
    boundaryFraction = row.boundaryFraction.mean
    boundaryFractionStandardError = row.boundaryFraction.standardError
    trainingLoss = row.trainingLoss?.mean
    trainingLossStandardError = row.trainingLoss?.standardError
    method = row.method.rawValue
  }
}

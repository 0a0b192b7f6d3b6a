/// The table of `theory ste`: the row keys of `simulate ste`. Null is what is unknown.
public struct TheorySTEAnswer: Sendable, Codable, Equatable {
  /// Endlessly many samples, at one distance from the teacher, with the expected ‖v‖² = m.
  public struct Population: Sendable, Codable, Equatable {
    /// Wrong signs.
    public let distance: Int
    public let angle: Double
    public let loss: Double
    /// E g = ‖v‖² (α q − β w*).
    public let alpha: Double
    public let beta: Double
    /// Of one coordinate of the gradient, against the pull of a wrong one, at the first number of samples: a heuristic of
    /// the right order.
    @OrNull public var squaredNoiseToSignal: Double?
  }

  public struct Model: Sendable, Codable, Equatable {
    /// What was asked, with the number of weights filled in.
    public let setting: STEModelRequest
    public let probability: Double
    /// For the majority over the steps to recover the teacher with that probability.
    @OrNull public var samplesNeeded: Double?
    /// The same for the last step.
    @OrNull public var samplesNeededLast: Double?
    /// Twice what recovers with probability 0.95.
    @OrNull public var safeSamples: Double?
    /// What suffices by the theorem with the user's constants: a bound, not a prediction.
    @OrNull public var theoremBound: Double?
    /// Where the setting leaves what the laws were fitted to.
    public let doubts: [String]
    public let population: [Population]
  }

  public struct Row: Sendable, Codable, Equatable {
    public let samples: Int
    @OrNull public var ergodicRecovery: Double?
    @OrNull public var latentRecovery: Double?
    @OrNull public var lastRecovery: Double?
    @OrNull public var occupation: Double?
    @OrNull public var returns: Double?
    @OrNull public var spuriousAbsorption: Double?
    @OrNull public var samplesForHalf: Double?
  }

  public let model: Model
  public let rows: [Row]
}

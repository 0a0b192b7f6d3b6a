/// What is predicted at one number of training samples; nil is what cannot be.
///
/// | flag | meaning |
/// |---|---|
/// | extrapolation | n is above the pool: errors turn out up to 20 % larger, and accuracy is not predicted |
/// | interpolation-peak | next to no ridge and n/D in 0.35 … 1.1: errors are overestimated, at n = D they mean nothing |
/// | nearly-rank-deficient | next to no ridge, n above D and dependent features: unreliable; add a little ridge |
/// | beyond-resolvable-range | the pool does not tell |
/// | accuracy-within-4-points | n below 200 |
public struct LearningCurvePoint: Sendable, Equatable {
  public let samples: Int
  public let lambda: Double
  /// The mean squared error of a score on new samples.
  public internal(set) var testMSE: Double?
  public internal(set) var trainMSE: Double?
  /// The share of new samples whose largest score is that of their class.
  public internal(set) var accuracy: Double?
  public internal(set) var gamma: Double?
  public internal(set) var kappa: Double?
  public internal(set) var degreesOfFreedom: Double?
  public internal(set) var flags: [String]

  init(samples: Int, lambda: Double, flags: [String]) {
    self.samples = samples
    self.lambda = lambda
    self.flags = flags
  }
}

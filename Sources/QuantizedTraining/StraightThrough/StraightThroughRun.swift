import DataModels

/// What one training by the straight-through estimator did. Sums and counts are over the iterates w_1 … w_T.
public struct StraightThroughRun: Sendable, Equatable {
  /// Signs that hold from a step until the next event, or the end.
  public struct Event: Sendable, Equatable {
    /// The first t with these signs, from 0.
    public let step: Int
    /// L(w_t).
    public let loss: Double
    /// Signs that differ from the teacher's.
    public let distance: Int
    /// The coordinates whose signs changed at this step; none at step 0.
    public let flipped: [Int]
  }

  /// Σ sign(w_t) (n).
  public var signSum: [Int]
  /// The mean of w_t (n).
  public var latentMean: [Double]
  /// w_T (n).
  public var weights: [Double]
  /// How many w_t have the teacher's signs.
  public var stepsAtTeacher = 0
  /// How often they came to have them, the start not counted.
  public var returns = 0
  /// The step from which on no sign can change any more; nil if there is none up to T.
  public var absorbedAt: Int?
  /// Where the signs changed; empty unless asked for.
  public var events: [Event] = []
  /// T.
  public let steps: Int

  init(weightCount: Int, steps: Int) {
    signSum = [Int](repeating: 0, count: weightCount)
    latentMean = [Double](repeating: 0, count: weightCount)
    weights = []
    self.steps = steps
  }

  /// Whether sign Σ sign(w_t), the majority over all steps, is the teacher.
  public func meanRecovers(_ teacher: [Int8]) -> Bool { Self.agree(teacher) { signSum[$0] >= 0 } }

  /// Whether the signs of the mean of w_t are the teacher's.
  public func latentRecovers(_ teacher: [Int8]) -> Bool { Self.agree(teacher) { latentMean[$0] >= 0 } }

  /// Whether the signs of w_T are the teacher's.
  public func lastRecovers(_ teacher: [Int8]) -> Bool { Self.agree(teacher) { weights[$0] >= 0 } }

  private static func agree(_ teacher: [Int8], _ isPositive: (Int) -> Bool) -> Bool {
    teacher.indices.allSatisfy { isPositive($0) == (teacher[$0] > 0) }
  }
}

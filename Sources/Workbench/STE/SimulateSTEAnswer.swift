import Experiments
import QuantizedTraining

/// The table of `simulate ste`, with the row keys of `theory ste`; a single trial has no standard errors.
public struct SimulateSTEAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    /// What was asked, with the number of weights filled in.
    public let setting: STEModelRequest
    public let seed: UInt64
    public let remarks: [String]
  }

  public struct Row: Sendable, Codable, Equatable {
    public let samples: Int
    /// Of the majority of sign(w_t), t = 1 … T.
    @OrNull public var ergodicRecovery: Double?
    @OrNull public var ergodicRecoveryStandardError: Double?
    /// Of the signs of the mean of w_t.
    @OrNull public var latentRecovery: Double?
    @OrNull public var latentRecoveryStandardError: Double?
    /// Of the signs of w_T.
    @OrNull public var lastRecovery: Double?
    @OrNull public var lastRecoveryStandardError: Double?
    /// The share of steps at the teacher.
    @OrNull public var occupation: Double?
    @OrNull public var occupationStandardError: Double?
    /// How often a run came to the teacher.
    @OrNull public var returns: Double?
    @OrNull public var returnsStandardError: Double?
    /// How many runs ended for good elsewhere.
    @OrNull public var spuriousAbsorption: Double?
    @OrNull public var spuriousAbsorptionStandardError: Double?
    /// What `theory ste` says; null where nothing is known.
    @OrNull public var predictedErgodicRecovery: Double?
    @OrNull public var predictedLastRecovery: Double?
    @OrNull public var predictedOccupation: Double?
    /// Measured − predicted in standard errors: of a recovery those of a share at the prediction, √(p (1 − p) / trials).
    @OrNull public var ergodicRecoveryDeviation: Double?
    @OrNull public var lastRecoveryDeviation: Double?
    @OrNull public var occupationDeviation: Double?
    public let trials: Int

    init(_ samples: Int, _ trials: [StraightThroughSimulation.Trial], _ prediction: STEPrediction) {
      self.samples = samples
      self.trials = trials.count
      func measured(_ value: (StraightThroughSimulation.Trial) -> Double) -> (Double?, Double?) {
        let mean = MeanWithError(trials.map(value))
        return (known(mean.mean), known(mean.standardError))
      }
      (ergodicRecovery, ergodicRecoveryStandardError) = measured { $0.meanRecovers ? 1 : 0 }
      (latentRecovery, latentRecoveryStandardError) = measured { $0.latentRecovers ? 1 : 0 }
      (lastRecovery, lastRecoveryStandardError) = measured { $0.lastRecovers ? 1 : 0 }
      (occupation, occupationStandardError) = measured { $0.occupation }
      (returns, returnsStandardError) = measured { Double($0.returns) }
      (spuriousAbsorption, spuriousAbsorptionStandardError) = measured { $0.isSpuriouslyAbsorbed ? 1 : 0 }
      predictedErgodicRecovery = prediction.ergodicRecovery(samples: samples)
      predictedLastRecovery = prediction.lastRecovery(samples: samples)
      predictedOccupation = prediction.occupationShare(samples: samples)
      func deviation(_ measured: Double?, _ predicted: Double?, _ error: Double?) -> Double? {
        guard let measured, let predicted, let error, error > 0 else { return nil }
        return known((measured - predicted) / error)
      }
      // The scatter of so few successes and failures says little of itself: where all trials agree it is 0.
      func errorOfShare(_ p: Double?) -> Double? { p.map { ($0 * (1 - $0) / Double(trials.count)).squareRoot() } }
      ergodicRecoveryDeviation = deviation(
        ergodicRecovery, predictedErgodicRecovery, errorOfShare(predictedErgodicRecovery))
      lastRecoveryDeviation = deviation(lastRecovery, predictedLastRecovery, errorOfShare(predictedLastRecovery))
      occupationDeviation = deviation(occupation, predictedOccupation, occupationStandardError)
    }
  }

  /// Signs that hold from a step on, in the first trial of the first row.
  public struct TracePoint: Sendable, Codable, Equatable {
    public let step: Int
    public let loss: Double
    /// Wrong signs.
    public let distance: Int
    /// How many signs changed at this step.
    public let flips: Int

    init(_ event: StraightThroughRun.Event) {
      (step, loss, distance, flips) = (event.step, event.loss, event.distance, event.flipped.count)
    }
  }

  public let model: Model
  public let rows: [Row]
  public let trace: [TracePoint]

  /// The trace as CSV: step, loss, distance, flips.
  public var traceText: String {
    "step,loss,distance,flips\n"
      + trace.map { "\($0.step),\($0.loss),\($0.distance),\($0.flips)\n" }.joined()
  }
}

import Activations
import Asymptotics
import DataModels
import Messages

/// What the laws of straight-through training say of one setting, at any number of samples; nil is what is unknown.
struct STEPrediction {
  let mean: SampleLaw?
  let last: SampleLaw?
  let occupation: OccupationLaw?
  private let setting: StraightThroughSetting

  init(_ setting: StraightThroughSetting) {
    mean = SampleLaw(setting, .mean)
    last = SampleLaw(setting, .last)
    occupation = OccupationLaw(setting)
    self.setting = setting
  }

  /// Whether anything is known.
  var isKnown: Bool { mean != nil || last != nil || occupation != nil }

  func ergodicRecovery(samples: Int) -> Double? { mean?.recovery(samples: samples) }

  /// The fitted law without label noise; with it, the share of time at the teacher.
  func lastRecovery(samples: Int) -> Double? { last?.recovery(samples: samples) ?? occupationShare(samples: samples) }

  func occupationShare(samples: Int) -> Double? { occupation?.share(samples: samples) }

  /// Where the setting leaves what the laws were fitted to, or where they are known to be off.
  func doubts(at samples: [Int]) -> [String] {
    guard setting.inputs.isStandardGaussian else {
      return ["nothing is known of inputs that are not independent standard Gaussians"]
    }
    var doubts = mean?.doubts ?? []
    if mean == nil {
      doubts.append(
        setting.batchSize == nil
          ? "no law was fitted for the surrogate \(setting.surrogate.name)" : "no law was fitted for minibatches")
    }
    if occupation != nil, let half = mean?.half, samples.contains(where: { Double($0) < 5 * half }) {
      doubts.append(
        "time at teacher (occupation), and with it last step, is of first order: below "
          + "\(NumberText.grouped(Int(min(5 * half, 1e15).rounded(.up)))) samples up to 0.25 too large")
    }
    return doubts
  }
}

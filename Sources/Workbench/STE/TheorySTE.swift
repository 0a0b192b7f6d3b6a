import Activations
import Asymptotics
import DataModels
import LinearAlgebra
import Messages

/// Predicts what `SimulateSTE` measures, as far as anything is known, and how many samples are needed.
public struct TheorySTE: Sendable {
  private let request: TheorySTERequest

  public init(_ request: TheorySTERequest) {
    self.request = request
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, and files that do not hold what they should.
  public func callAsFunction() throws -> TheorySTEAnswer {
    guard request.probability > 0, request.probability < 1 else {
      throw Refusal.usage("--probability must lie between 0 and 1; found \(NumberText.short(request.probability))")
    }
    let setting = try request.model.setting()
    let prediction = STEPrediction(setting)
    let (mean, last, occupation) = (prediction.mean, prediction.last, prediction.occupation)
    var asked = request.model
    asked.weights = setting.weightCount
    let p = request.probability
    let rows = request.model.samples.map { samples in
      TheorySTEAnswer.Row(
        samples: samples, ergodicRecovery: prediction.ergodicRecovery(samples: samples), latentRecovery: nil,
        lastRecovery: prediction.lastRecovery(samples: samples),
        occupation: prediction.occupationShare(samples: samples), returns: nil, spuriousAbsorption: nil,
        samplesForHalf: mean?.half)
    }
    let doubts = prediction.doubts(at: request.model.samples)
    return TheorySTEAnswer(
      model: .init(
        setting: asked, probability: p, samplesNeeded: mean?.samples(probability: p),
        samplesNeededLast: last?.samples(probability: p) ?? occupation?.samples(share: p),
        safeSamples: mean.map { 2 * $0.samples(probability: 0.95) }, theoremBound: try bound(setting),
        doubts: mean == nil ? doubts + ["simulate ste, with the same flags, measures"] : doubts,
        population: population(setting)), rows: rows)
  }

  private func bound(_ setting: StraightThroughSetting) throws -> Double? {
    guard let constants = request.bound else { return nil }
    guard constants.count == 2, constants.allSatisfy({ $0 >= 0 && $0 <= 1e6 }) else {
      throw Refusal.usage("--bound takes the two constants C′,C″ of the theorem, from 0 to 1e6")
    }
    return SampleBound(data: constants[0], noise: constants[1]).samples(setting)
  }

  /// At every Hamming distance, or at a hundred of them.
  private func population(_ setting: StraightThroughSetting) -> [TheorySTEAnswer.Population] {
    guard setting.inputs.isStandardGaussian else { return [] }
    let n = setting.weightCount
    let m = Double(setting.hiddenCount)
    let variance = setting.labelNoise.standardDeviation * setting.labelNoise.standardDeviation
    return stride(from: 0, through: n, by: max(1, n / 100)).map { distance in
      let gradient = CoarseGradient(setting.surrogate, cosine: 1 - 2 * Double(distance) / Double(n))
      let fluctuation = GradientFluctuation(
        surrogate: setting.surrogate.name, angle: gradient.angle, weightCount: n, sampleCount: setting.sampleCount,
        imbalance: setting.outputWeights == .ones ? m : 1,
        noiseRatio: setting.labelNoise.standardDeviation / m.squareRoot())
      return .init(
        distance: distance, angle: gradient.angle, loss: m * gradient.loss + variance / 2, alpha: gradient.alpha,
        beta: gradient.beta, squaredNoiseToSignal: fluctuation.map { $0.data + $0.labels })
    }
  }
}

import Activations
import Asymptotics
import ConvexFunctions
import DataModels
import Messages

/// Predicts what `SimulateFeatures` measures; with data, learning curves on random features of them.
public struct TheoryFeatures: Sendable {
  private let request: TheoryFeaturesRequest
  private let observer: ProgressObserver

  public init(_ request: TheoryFeaturesRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, files that do not hold what they should, and where no
  ///   row has an answer.
  public func callAsFunction() throws -> TheoryFeaturesAnswer {
    let answer =
      try request.data.map { try FeatureLearningCurves(request, $0, observer)() } ?? predictions()
    if let first = answer.rows.first, answer.rows.allSatisfy({ $0.testMSE == nil }),
      let reason = first.flags.first(where: { $0.hasPrefix(Self.refused) })
    {
      throw Refusal.usage(String(reason.dropFirst(Self.refused.count)))
    }
    return answer
  }

  private static let refused = "refused: "

  private func predictions() throws -> TheoryFeaturesAnswer {
    let asked = request.model
    let theory = try FeatureTheory(asked.model())
    let mirrors = try asked.potentials()
    var rows: [TheoryFeaturesAnswer.Row] = []
    for weights in asked.weights {
      for samples in asked.samples {
        for lambda in asked.lambdas {
          for mirror in mirrors {
            for bits in asked.lastLayerBits {
              rows.append(row(theory, weights, samples, lambda, mirror, bits))
            }
          }
        }
      }
    }
    return TheoryFeaturesAnswer(
      model: .init(
        inputDim: theory.model.inputCount, widths: asked.widths, activation: asked.activation,
        covariance: asked.covariance, noiseVariance: asked.noiseVariance, teacher: asked.teacher, fit: asked.fit,
        lastLayerScale: asked.lastLayerScale, data: nil, pool: nil, seed: request.seed),
      rows: rows)
  }

  /// One prediction; a refusal becomes a row that says why, so that a list may pass through a peak.
  private func row(
    _ theory: FeatureTheory, _ weights: String, _ samples: Int, _ lambda: Double, _ mirror: any MirrorPotential,
    _ bits: Int
  ) -> TheoryFeaturesAnswer.Row {
    func row(
      _ plain: FeaturePrediction?, mse: Double?, train: Double?, norm: Double?, flags: [String]
    ) -> TheoryFeaturesAnswer.Row {
      TheoryFeaturesAnswer.Row(
        depth: request.model.widths.count, weights: weights, lambda: lambda, mirror: mirror.name, lastLayerBits: bits,
        testMSE: mse, trainMSE: train, totalMSE: mse.map { $0 + request.model.noiseVariance }, squaredNorm: norm,
        gamma: plain?.gamma, kappa: plain?.kappa ?? [], degreesOfFreedom: plain?.degreesOfFreedom ?? [],
        samples: samples, accuracy: nil, flags: flags)
    }
    do {
      let plain = try theory.prediction(samples: samples, lambda: lambda)
      let isPlain = mirror.name == "l2"
      guard bits != 32 else {
        guard !isPlain else {
          return row(
            plain, mse: plain.testMSE, train: plain.trainMSE, norm: plain.squaredNorm, flags: plain.flags)
        }
        let mirrored = try plain.mirrored(mirror)
        let flags = plain.flags + (theory.model.activation.isOdd ? [] : ["unchecked-mirror"])
        return row(plain, mse: mirrored.testMSE, train: 0, norm: mirrored.squaredNorm, flags: flags)
      }
      guard isPlain else {
        throw Refusal.usage(
          "there is a theory of few bits in the last layer only for the mirror l2; leave --last-layer-bits out, or \(mirror.name)"
        )
      }
      let scale = FeaturePrediction.LastLayerScale(rawValue: request.model.lastLayerScale) ?? .weights
      let quantized = try plain.quantized(bits: bits, scale: scale)
      return row(plain, mse: quantized.testMSE, train: nil, norm: quantized.squaredNorm, flags: plain.flags)
    } catch {
      let reason = (error as? Refusal)?.message ?? "\(error)"
      return row(nil, mse: nil, train: nil, norm: nil, flags: [Self.refused + reason])
    }
  }
}

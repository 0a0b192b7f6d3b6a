import Activations
import Asymptotics
import DataModels
import FeatureMaps
import LinearAlgebra
import Messages

/// Learning curves on random features of the user's own rows, all of which are the pool.
///
/// Features are multiplied by one number, so that their mean square is 1; λ is that of those features.
struct FeatureLearningCurves {
  private let request: TheoryFeaturesRequest
  private let data: DataRequest
  private let observer: ProgressObserver

  init(_ request: TheoryFeaturesRequest, _ data: DataRequest, _ observer: @escaping ProgressObserver) {
    self.request = request
    self.data = data
    self.observer = observer
  }

  func callAsFunction() throws -> TheoryFeaturesAnswer {
    let asked = request.model
    guard let activation = Activations.named(asked.activation) else {
      throw Catalogs.unknown("activation", asked.activation, Activations.all.map(\.name))
    }
    // What only the model of Gaussian inputs has must not be ignored in silence.
    var plain = FeatureModelRequest()
    (plain.samples, plain.lambdas, plain.widths) = (asked.samples, asked.lambdas, asked.widths)
    (plain.activation, plain.weights, plain.fit) = (asked.activation, asked.weights, asked.fit)
    guard plain == asked else {
      throw Refusal.usage(
        "with --data only --samples, --widths, --activation, --weights and --lambda count; leave out the flags of the inputs, the teacher, mirrors and the last layer"
      )
    }
    let laws = try asked.weights.map { name in
      guard let law = DenseMap.Weights(rawValue: name) else {
        throw Catalogs.unknown("law of weights", name, DenseMap.Weights.allCases.map(\.rawValue))
      }
      return law
    }
    let pool = try data.pool(seed: request.seed, observer: observer)
    let n = pool.sampleCount
    let shares = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1]
    let samples = request.dataSamples ?? shares.map { max(2, Int(($0 * Double(n)).rounded())) }
    let lambdas = request.dataLambdas ?? [0.01 * Double(asked.widths.last ?? 0)]
    let counter = ProgressCounter("learning curve", total: laws.count * samples.count * lambdas.count, observer)
    // Few dominating coordinates starve one-bit weights of patterns.
    let isDominated = coordinateDominance(of: pool.features) > 0.1
    var rows: [TheoryFeaturesAnswer.Row] = []
    for law in laws {
      let map = try DeepMap(
        inputCount: pool.featureCount, widths: asked.widths, weights: law, activation: activation, seed: request.seed)
      let features = map.features(of: FloatMatrix(pool.features)).widened.withUnitMeanSquare
      let curve = try LearningCurve(features: features, targets: pool.targets)
      for count in samples {
        for lambda in lambdas {
          let point = try curve.point(
            samples: count, lambda: lambda, using: RandomStream(seed: request.seed).branch("learning curve"))
          counter.advance()
          rows.append(
            TheoryFeaturesAnswer.Row(
              depth: asked.widths.count, weights: law.rawValue, lambda: lambda, mirror: "l2", lastLayerBits: 32,
              testMSE: point.testMSE, trainMSE: point.trainMSE, totalMSE: point.testMSE, squaredNorm: nil,
              gamma: point.gamma, kappa: point.kappa.map { [$0] } ?? [],
              degreesOfFreedom: point.degreesOfFreedom.map { [$0] } ?? [], samples: count, accuracy: point.accuracy,
              flags: point.flags + (law == .oneBit && isDominated ? ["dominant-coordinate"] : [])))
        }
      }
    }
    return TheoryFeaturesAnswer(
      model: .init(
        inputDim: pool.featureCount, widths: asked.widths, activation: asked.activation, covariance: nil,
        noiseVariance: nil, teacher: nil, fit: asked.fit, lastLayerScale: asked.lastLayerScale, data: data.source,
        pool: n, seed: request.seed),
      rows: rows)
  }
}

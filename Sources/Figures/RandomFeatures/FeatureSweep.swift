import Activations
import Asymptotics
import ConvexFunctions
import DataModels
import Experiments
import FeatureMaps
import LinearAlgebra
import Workbench

/// Regression on deep random features: what the theory says, and draws of maps, inputs and teachers.
struct FeatureSweep {
  let model: FeatureRegression
  let samples: Int
  var lambda = 0.0
  var mirror: any MirrorPotential = PowerPotential(exponent: 2)
  var lastLayerBits = [32]
  var refitsScale = false
  let session: FigureSession

  /// The predicted test error for each number of bits.
  func predicted() throws -> [Double] {
    let prediction = try FeatureTheory(model).prediction(samples: samples, lambda: lambda)
    return try lastLayerBits.map { bits in
      if bits == 32 { return try prediction.mirrored(mirror, withRidge: lambda) }
      return try prediction.quantized(bits: bits, scale: refitsScale ? .refit : .weights).testMSE
    }
  }

  /// The measured test errors by law of the weights and number of bits, each over all draws and teachers.
  ///
  /// Values of one draw share its map, so that their standard error is a little too small.
  func measured(draws: Int, teachers: Int, testSamples: Int) throws -> [DenseMap.Weights: [MeanWithError]] {
    let simulation = FeatureSimulation(
      model: model, weights: [.gaussian, .oneBit], sampleCounts: [samples], lambdas: [lambda], mirrors: [mirror],
      lastLayerBits: lastLayerBits, refitsScale: refitsScale, trials: 1, testSampleCount: testSamples,
      teachersPerDraw: teachers)
    let stream = RandomStream(seed: session.seed).branch("features")
    let counter = session.counter(
      "drawing maps of \(model.widths.map(String.init).joined(separator: "×"))", total: draws)
    let name =
      "features \(model.inputCount) \(model.spectrum.eigenvalues.first ?? 0) widths \(model.widths) \(model.activation.name) "
      + "\(model.teacher) noise \(model.noiseVariance) n \(samples) λ \(lambda) \(mirror.name) bits \(lastLayerBits) "
      + "\(refitsScale) teachers \(teachers) test \(testSamples)"
    let all = try parallelMap(draws) { draw in
      let rows = try session.measured("\(name) draw \(draw)") {
        try simulation(using: stream.branch("draw", draw)).map(\.testMSEs)
      }
      counter.advance()
      return rows
    }
    var result: [DenseMap.Weights: [MeanWithError]] = [:]
    for (place, setting) in simulation.settings.enumerated() {
      result[setting.weights, default: []].append(MeanWithError(all.flatMap { $0[place] }))
    }
    return result
  }
}

extension FeaturePrediction {
  /// The error of the direct fit, or of a mirror where there is no ridge.
  fileprivate func mirrored(_ mirror: any MirrorPotential, withRidge lambda: Double) throws -> Double {
    mirror.name == "l2" ? testMSE : try mirrored(mirror).testMSE
  }
}

extension DenseMap.Weights {
  /// How legends call it.
  var title: String { self == .oneBit ? "±1" : "Gaussian" }
}

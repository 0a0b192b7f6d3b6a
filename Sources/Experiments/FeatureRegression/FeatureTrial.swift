import DataModels
import FeatureMaps
import LinearAlgebra

/// One draw of inputs, teachers and noise, on which maps with different laws of weights are tried.
struct FeatureTrial {
  private let simulation: FeatureSimulation
  private let stream: RandomStream
  /// The training inputs, as many as the largest n.
  private let inputs: Matrix
  /// √noise variance times Gaussians (T × n).
  private let noise: Matrix
  private let teachers: FeatureTeachers

  init(_ simulation: FeatureSimulation, _ stream: RandomStream) {
    self.simulation = simulation
    self.stream = stream
    let n = simulation.sampleCounts.max() ?? 0
    var inputStream = stream.branch("inputs")
    inputs = simulation.model.spectrum.sample(n, using: &inputStream)
    let deviation = simulation.model.noiseVariance.squareRoot()
    noise = Matrix(
      rows: simulation.teachersPerDraw, columns: n,
      elements: (0..<simulation.teachersPerDraw).flatMap { t in
        var noiseStream = stream.branch("noise", t)
        return noiseStream.gaussians(n).map { deviation * $0 }
      })
    teachers = FeatureTeachers(simulation.model, count: simulation.teachersPerDraw, using: stream)
  }

  /// What the last layers of one map do, in the order of the settings of a law.
  func measure(_ law: DenseMap.Weights) throws -> [LastLayerMeasurement] {
    let model = simulation.model
    let map = try DeepMap(
      inputCount: model.inputCount, widths: model.widths, weights: law, activation: model.activation,
      seed: stream.branch("map").key)
    var features: [Double] = []
    features.reserveCapacity(inputs.rowCount * map.outputCount)
    var clean = Matrix(rows: noise.rowCount, columns: inputs.rowCount)
    teachers.run(map, on: inputs) { first, block, outputs in
      features += block.elements
      for i in 0..<outputs.rowCount {
        for t in 0..<outputs.columnCount { clean[t, first + i] = outputs[i, t] }
      }
    }
    let all = Matrix(rows: inputs.rowCount, columns: map.outputCount, elements: features)
    features = []
    let candidates = try simulation.sampleCounts.flatMap { n in
      let labels = Matrix(
        rows: noise.rowCount, columns: n,
        elements: (0..<noise.rowCount).flatMap { t in (0..<n).map { clean[t, $0] + noise[t, $0] } })
      return try LastLayerFits(
        features: n == all.rowCount ? all : all.rows(Array(0..<n)), labels: labels, stream: stream.branch("descent")
      ).candidates(simulation)
    }
    var judge = LastLayerJudge(candidates, simulation)
    var testStream = stream.branch("test")
    let step = 1024
    for low in stride(from: 0, to: simulation.testSampleCount, by: step) {
      let count = min(step, simulation.testSampleCount - low)
      let rows = model.spectrum.sample(count, using: &testStream)
      teachers.run(map, on: rows) { _, block, outputs in judge.add(features: block, clean: outputs) }
    }
    return judge.measurements()
  }
}

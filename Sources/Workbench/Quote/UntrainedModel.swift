import Compression
import ConvexFunctions
import DataModels
import LinearAlgebra
import PackedInference

/// A model of the shape that a quote is about, with random weights: its file is as large, and its run as long, as those of
/// the trained one.
///
/// The file of a sparse form depends on how many weights are not zero, which a pilot has told.
struct UntrainedModel {
  private let model: Model
  private let sample: [Float]

  var bytes: Int { ModelFile.encode(model).count }
  /// µs for one sample, measured here.
  var latencyMicroseconds: Double { latency(of: model, on: sample) }

  init(
    _ data: PreparedData, penalty: any Penalty, form: any StorageForm, nonzeroFraction: Double, seed: UInt64
  ) throws {
    let (outputs, d) = (data.training.targets.columnCount, data.training.featureCount)
    var stream = RandomStream(seed: seed).branch("untrained")
    var weights = Matrix(rows: outputs, columns: d, elements: stream.gaussians(outputs * d))
    if penalty.structure == .zeros {
      let places = stream.permutation(outputs * d)
      for place in places.dropFirst(Int((nonzeroFraction * Double(outputs * d)).rounded())) {
        weights.elements[place] = 0
      }
    }
    sample = data.training.features.row(0).map { Float($0) }
    model = try Model(
      layer: form.layer(of: weights, structure: penalty.structure), intercept: [Float](repeating: 0, count: outputs),
      answer: data.answer, standardization: data.modelStandardization,
      provenance: Provenance(
        penalty: penalty.name, lambda: 1, sampleCount: data.training.sampleCount, seed: seed, validationError: 0,
        testError: 0, source: data.summary.name, featureNames: data.training.featureNames
      ).text)
  }
}

import Activations
import Compression
import DataModels
import LinearAlgebra
import PackedInference
import QuantizedTraining

/// The row of the table for one network.
struct NetworkRow {
  private let study: NetworkStudy
  private let data: PreparedData
  private let request: CompressRequest

  init(_ study: NetworkStudy, _ data: PreparedData, request: CompressRequest) {
    self.study = study
    self.data = data
    self.request = request
  }

  /// Measured by running the packed model.
  func entry() throws -> CandidateEntry {
    let plan = study.plan
    let plain = try study.model(data)
    let scores = try plain.scores(data.test.features)
    let testError = MeasuredError(scores: scores, targets: data.test.targets)
    var rSquared: Double?
    if case .values(let values) = data.test.targets {
      rSquared = coefficientOfDetermination(scores: scores, values: values)
    }
    let finished = try study.model(
      data,
      provenance: Provenance(
        penalty: "none", lambda: 0, sampleCount: data.training.sampleCount, seed: request.seed,
        validationError: study.foldError.value, testError: testError.value, source: data.summary.name,
        featureNames: data.training.featureNames, map: plan.text
      ).text)
    let row = Candidate(
      family: BinaryNetworkFamily.name, penalty: "none", lambda: 0, lambdaFraction: 0, width: plan.widths.last,
      depth: plan.widths.count, weights: "one-bit", map: BinaryNetworkFamily.mapName, surrogate: plan.surrogate.name,
      layers: plan.widths, format: plan.form.name, rounding: StorageChoice.Rounding.plain.rawValue, scale: nil,
      bits: plan.form.bitWidth, validationError: study.foldError.value, testError: testError.value,
      testErrorStandardError: testError.standardError, rSquared: rSquared, oracle: false, nonzeroFraction: 1,
      boundaryFraction: 0, status: BinaryNetworkFamily.finishedStatus, algorithm: plan.optimizer.rawValue,
      iterations: study.epochs, bytes: ModelFile.encode(finished).count,
      latencyMicroseconds: latency(of: finished, on: data.training.features.row(0).map { Float($0) }))
    return CandidateEntry(
      row: row, model: finished, foldError: study.foldError, testError: testError,
      sampleErrors: data.test.targets.errors(of: scores))
  }
}

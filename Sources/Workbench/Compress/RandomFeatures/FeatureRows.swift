import Compression
import ConvexFunctions
import DataModels
import FeatureMaps
import Iteration
import LinearAlgebra
import PackedInference
import RandomFeatures

/// The rows of the table for one map.
struct FeatureRows {
  private let study: MapStudy
  private let preparation: Preparation
  private let request: CompressRequest

  init(_ study: MapStudy, _ preparation: Preparation, request: CompressRequest) {
    self.study = study
    self.preparation = preparation
    self.request = request
  }

  /// Every form as a model, measured by running it; features of the test rows are computed once for all.
  func entries() throws -> [CandidateEntry] {
    let models = try study.rows.map { try model($0) }
    guard let first = models.first else { return [] }
    let data = preparation.data
    let scores = try first.scores(data.test.features, with: models)
    let sample = data.training.features.row(0).map { Float($0) }
    return try zip(study.rows, zip(models, scores)).map { row, measured in
      try entry(row, measured.0, measured.1, latency: latency(of: measured.0, on: sample))
    }
  }

  /// What mirror descent reached at each step size, with test errors.
  func trace(_ descent: DescentStudy) throws -> DescentTrace {
    let data = preparation.data
    let ends = [descent.taken] + descent.compared
    // Beyond the stable step sizes numbers grow long before they are no longer finite.
    let isUsable = ends.map { $0.outcome != .diverged && $0.distance < 10 }
    let models = try zip(ends, isUsable).filter(\.1).map { end, _ in
      try Model(
        map: study.map, layer: Float32Form().layer(of: end.layer.weights, structure: .smooth),
        intercept: end.layer.intercept.map { Float($0) }, answer: data.answer,
        standardization: data.modelStandardization)
    }
    var scores = try models.first?.scores(data.test.features, with: models)[...] ?? []
    let points = zip(ends, isUsable).map { end, isUsable in
      let error = isUsable ? scores.popFirst().map { MeasuredError(scores: $0, targets: data.test.targets).value } : nil
      return DescentTrace.Point(
        stepSize: end.stepSize, stepSizeTimesLambda: end.stepSize * descent.relativeLambda, passes: end.passes,
        distance: isUsable ? end.distance : nil, distanceBound: isUsable ? end.bound : nil,
        testError: error.flatMap(known), status: isUsable ? end.outcome.rawValue : Outcome.diverged.rawValue)
    }
    return DescentTrace(
      model: study.plan.text, lambda: study.fit.lambda, tolerance: DescentStudy.tolerance, taken: points[0],
      compared: Array(points.dropFirst()))
  }

  /// Ridge in 32 bits has leave-one-out, unless folds were asked for.
  private func validationError(_ row: MapStudy.Row) -> Double {
    guard row.choice.form.name == DenseLayer.format, preparation.data.usesLeaveOneOut else {
      return row.foldError.value
    }
    return study.point.errorRate ?? study.point.squaredError ?? row.foldError.value
  }

  private func model(_ row: MapStudy.Row) throws -> Model {
    let data = preparation.data
    return try Model(
      map: study.map, layer: row.stored.layer, intercept: row.stored.intercept, answer: data.answer,
      standardization: data.modelStandardization)
  }

  private func entry(
    _ row: MapStudy.Row, _ model: Model, _ scores: Matrix, latency: Double
  ) throws -> CandidateEntry {
    let data = preparation.data
    let testError = MeasuredError(scores: scores, targets: data.test.targets)
    var rSquared: Double?
    if case .values(let values) = data.test.targets {
      rSquared = coefficientOfDetermination(scores: scores, values: values)
    }
    let finished = try Model(
      map: model.map, layer: model.layer, intercept: model.intercept, answer: model.answer,
      standardization: model.standardization,
      provenance: Provenance(
        penalty: "l2", lambda: study.fit.lambda, sampleCount: data.training.sampleCount, seed: request.seed,
        validationError: validationError(row), testError: testError.value, source: data.summary.name,
        featureNames: data.training.featureNames, map: study.plan.text
      ).text)
    let dense = study.map.layers.contains { ($0 as? DenseMap)?.weights == .gaussian }
    let candidate = Candidate(
      family: RandomFeaturesFamily.name, penalty: "l2", lambda: study.fit.lambda,
      lambdaFraction: study.point.relativeLambda, width: study.map.outputCount, depth: study.plan.widths.count,
      weights: dense ? DenseMap.Weights.gaussian.rawValue : DenseMap.Weights.oneBit.rawValue,
      map: study.plan.kind.rawValue, layers: study.plan.widths.dropLast() + [study.map.outputCount],
      format: row.choice.form.name, rounding: row.stored.rounding.rawValue, scale: nil,
      bits: row.choice.form.bitWidth, validationError: validationError(row), testError: testError.value,
      testErrorStandardError: testError.standardError, rSquared: rSquared, oracle: false, nonzeroFraction: 1,
      boundaryFraction: boundaryFraction, status: study.descent?.taken.outcome.rawValue ?? "converged",
      algorithm: study.descent == nil ? "cholesky" : RandomFeatureSettings.LastLayerMethod.mirrorDescent.rawValue,
      iterations: study.descent?.taken.passes ?? 0,
      bytes: ModelFile.encode(finished).count, latencyMicroseconds: latency)
    return CandidateEntry(
      row: candidate, model: finished, foldError: row.foldError, testError: testError,
      sampleErrors: data.test.targets.errors(of: scores))
  }

  /// The share of weights at the largest of their class, in 32 bits.
  private var boundaryFraction: Double {
    let weights = study.fit.weights
    let count = (0..<weights.rowCount).reduce(0) { sum, k in
      let largest = weights.row(k).reduce(0) { max($0, $1.magnitude) }
      return sum + (largest > 0 ? weights.row(k).count { $0.magnitude == largest } : 0)
    }
    return Double(count) / Double(weights.elements.count)
  }
}

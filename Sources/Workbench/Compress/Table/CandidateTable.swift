import Compression
import ConvexSolvers
import DataModels
import Iteration
import LinearAlgebra
import Messages
import PackedInference

/// Picks the rows of the table from the paths, and the one to keep.
struct CandidateTable {
  private let studies: [PathStudy]
  private let preparation: Preparation
  private let request: CompressRequest

  /// At most this share of non-zeros makes a model sparse enough for a row of its own.
  static let sparseShare = 1.0 / 15

  /// How much of the best error a smaller file may add, unless a budget says otherwise; at most two points
  /// of a classifier's error.
  static let relativeTolerance = 0.15
  static let absoluteTolerance = 0.02

  /// A row with the model behind it.
  struct Entry {
    var row: Candidate
    let model: Model
    let foldError: MeasuredError
  }

  init(_ studies: [PathStudy], _ preparation: Preparation, request: CompressRequest) {
    self.studies = studies
    self.preparation = preparation
    self.request = request
  }

  func candidates() throws -> [Entry] {
    var entries: [Entry] = []
    for study in studies {
      let forms = study.points.first?.forms.indices ?? 0..<0
      for f in forms {
        if let point = PathStudy.best(study.points, by: { $0.forms[f].validationError.value }) {
          entries.append(try entry(study, point, f))
        }
        if study.points[0].forms[f].compression.name == SparseLayer.format {
          let sparse = study.points.filter { $0.fit.nonzeroFraction > 0 && $0.fit.nonzeroFraction <= Self.sparseShare }
          if let point = PathStudy.best(sparse, by: { $0.forms[f].validationError.value }) {
            entries.append(try entry(study, point, f, remark: "at most 1/15 non-zero"))
          }
        }
        if let point = PathStudy.best(study.points, by: { $0.forms[f].testError.value }) {
          entries.append(try entry(study, point, f, oracle: true))
        }
      }
    }
    if let index = choice(entries) { entries[index].row.chosen = true }
    return entries
  }

  private func entry(
    _ study: PathStudy, _ point: PathStudy.Point, _ f: Int, oracle: Bool = false, remark: String = ""
  ) throws -> Entry {
    let form = point.forms[f]
    let model = try Model(
      layer: form.layer, intercept: form.intercept, answer: preparation.data.answer,
      standardization: preparation.data.modelStandardization,
      provenance: Provenance(
        penalty: study.penalty, lambda: point.fit.lambda, sampleCount: preparation.data.training.sampleCount,
        seed: request.seed, validationError: form.validationError.value, testError: form.testError.value,
        source: preparation.data.summary.name
      ).text)
    let row = Candidate(
      penalty: study.penalty, lambda: point.fit.lambda, lambdaFraction: point.fraction, format: form.compression.name,
      bits: form.compression.bitWidth, validationError: form.validationError.value, testError: form.testError.value,
      testErrorStandardError: form.testError.standardError, oracle: oracle,
      nonzeroFraction: point.fit.nonzeroFraction, boundaryFraction: point.fit.boundaryFraction,
      objective: point.fit.certificate.objective, status: point.fit.status.rawValue,
      relativeGap: point.fit.certificate.relativeGap, algorithm: point.fit.algorithm, iterations: point.fit.iterations,
      bytes: ModelFile.encode(model).count,
      latencyMicroseconds: oracle
        ? nil : latency(of: model, on: preparation.data.training.features.row(0).map { Float($0) }),
      remark: remark)
    return Entry(row: row, model: model, foldError: form.foldError)
  }

  /// The row to keep, by the held-out rows of the folds alone.
  ///
  /// Without a budget: the smallest file whose error is within the tolerances of the best, or within one
  /// standard error where that is more. With `maxError`: the smallest file that meets it. With only
  /// `maxBytes` or `maxLatency`: the least error within them.
  ///
  /// - Source: the one-standard-error rule of Breiman et al., *Classification and Regression Trees* (1984),
  ///   §3.4.3; the tolerance is ours: who compresses wants bytes more than the last tenth of an error.
  private func choice(_ entries: [Entry]) -> Int? {
    let allowed = entries.indices.filter { i in
      let row = entries[i].row
      return !row.oracle && row.bytes <= request.maxBytes ?? .max
        && row.latencyMicroseconds ?? 0 <= request.maxLatency ?? .infinity
        && entries[i].foldError.value <= request.maxError ?? .infinity && entries[i].foldError.value.isFinite
    }
    guard let best = allowed.min(by: { entries[$0].foldError.value < entries[$1].foldError.value }) else { return nil }
    let leastError = request.maxError == nil && (request.maxBytes != nil || request.maxLatency != nil)
    let error = entries[best].foldError
    let isClassification = preparation.data.summary.task == "classify"
    let share = min(Self.relativeTolerance * error.value, isClassification ? Self.absoluteTolerance : .infinity)
    let slack = leastError ? 0 : max(error.standardError, share)
    let within = request.maxError ?? error.value + slack
    return allowed.filter { entries[$0].foldError.value <= within }
      .min {
        (entries[$0].row.bytes, entries[$0].foldError.value) < (entries[$1].row.bytes, entries[$1].foldError.value)
      }
  }
}

extension PathRow {
  /// The rows of one path; empty where it was not asked for as signs.
  static func rows(of study: PathStudy) -> [PathRow] {
    study.points.map { point in
      let exact = point.forms.first { $0.compression.bitWidth == DenseLayer.bitWidth }
      let sign = point.forms.first { $0.compression.bitWidth == SignLayer.bitWidth }
      return PathRow(
        penalty: study.penalty, lambda: point.fit.lambda, lambdaFraction: point.fraction,
        validationError: exact?.validationError.value, testError: exact?.testError.value,
        oneBitValidationError: sign?.validationError.value, oneBitTestError: sign?.testError.value,
        nonzeroFraction: point.fit.nonzeroFraction, boundaryFraction: point.fit.boundaryFraction,
        status: point.fit.status.rawValue, relativeGap: point.fit.certificate.relativeGap)
    }
  }
}

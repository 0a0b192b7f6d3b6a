import Compression
import ConvexSolvers
import DataModels
import Iteration
import LinearAlgebra
import Messages
import PackedInference
import Quotes

/// Picks the rows of the table from the paths.
struct LinearRows {
  private let studies: [PathStudy]
  private let preparation: Preparation
  private let request: CompressRequest
  private let prediction: MixturePrediction?

  /// At most this share of non-zeros makes a model sparse enough for a row of its own.
  static let sparseShare = 1.0 / 15
  static let sparseRemark = "at most 1/15 non-zero"

  init(_ studies: [PathStudy], _ preparation: Preparation, request: CompressRequest) {
    self.studies = studies
    self.preparation = preparation
    self.request = request
    prediction = MixturePrediction(request)
  }

  func candidates() throws -> [CandidateEntry] {
    var entries: [CandidateEntry] = []
    var receipts = LinearReceipts(preparation, seed: request.seed)
    for study in studies {
      for choices in StorageChoice.rows(study.choices, among: Array(study.choices.indices)) {
        if let best = best(study, choices, by: \.rank) {
          entries.append(try entry(study, best, &receipts))
        }
        if study.choices[choices[0]].isPlain(SparseLayer.format) {
          let best = best(study, choices, by: \.rank) { point in
            point.fit.nonzeroFraction > 0 && point.fit.nonzeroFraction <= Self.sparseShare
          }
          if let best { entries.append(try entry(study, best, &receipts, remark: Self.sparseRemark)) }
        }
        if preparation.data.test.sampleCount > 0, let best = best(study, choices, by: { (0, $0.testError.value) }) {
          entries.append(try entry(study, best, &receipts, oracle: true))
        }
      }
    }
    return entries
  }

  /// A point of a path in one of the ways to store it.
  private struct Pick {
    let point: PathStudy.Point
    let choice: StorageChoice
    let outcome: PathStudy.Outcome
  }

  /// The point and choice with the least error; among equal ones the largest strength.
  private func best(
    _ study: PathStudy, _ choices: [Int], by rank: (PathStudy.Outcome) -> (Int, Double),
    among counts: (PathStudy.Point) -> Bool = { _ in true }
  ) -> Pick? {
    var best: Pick?
    for point in study.points where counts(point) {
      for c in choices {
        guard let outcome = point.outcomes[c] else { continue }
        if best.map({ rank(outcome) < rank($0.outcome) }) ?? true {
          best = Pick(point: point, choice: study.choices[c], outcome: outcome)
        }
      }
    }
    return best
  }

  private func entry(
    _ study: PathStudy, _ pick: Pick, _ receipts: inout LinearReceipts, oracle: Bool = false, remark: String? = nil
  ) throws -> CandidateEntry {
    let (point, choice, outcome) = (pick.point, pick.choice, pick.outcome)
    guard let stored = study.stored(point, choice) else {
      throw Refusal.failure("the weights at λ = \(NumberText.short(point.fit.lambda)) could not be stored again")
    }
    let data = preparation.data
    let model = try Model(
      layer: stored.layer, intercept: stored.intercept, answer: data.answer,
      standardization: data.modelStandardization,
      provenance: Provenance(
        penalty: study.penalty, lambda: point.fit.lambda, sampleCount: data.training.sampleCount,
        seed: request.seed, validationError: outcome.validationError.value, testError: outcome.testError.value,
        source: data.summary.name, featureNames: data.training.featureNames
      ).text)
    // What a user gets is measured by running it.
    let scores = oracle ? nil : try model.scores(data.test.features)
    let testError = scores.map { MeasuredError(scores: $0, targets: data.test.targets) } ?? outcome.testError
    var rSquared: Double?
    if let scores, case .values(let values) = data.test.targets {
      rSquared = known(coefficientOfDetermination(scores: scores, values: values))
    }
    var (receipt, reasons) = (Receipt?.none, [String]())
    if !oracle {
      do { receipt = try receipts.receipt(point.fit, choice, leftOut: outcome.leftOut?.error) } catch let refusal
        as Refusal
      {
        reasons = [refusal.message]
      }
    }
    let row = Candidate(
      penalty: study.penalty, lambda: point.fit.lambda, lambdaFraction: point.fraction, format: choice.form.name,
      rounding: choice.rounding.rawValue, scale: choice.form is any QuantizedForm ? choice.scale.rawValue : nil,
      bits: choice.form.bitWidth, validationError: outcome.validationError.value, testError: testError.known,
      testErrorStandardError: testError.knownStandardError, rSquared: rSquared, oracle: oracle,
      predictedError: remark == nil
        ? prediction?.error(study.penalty, lambda: point.fit.lambda, choice: choice, seed: request.seed) : nil,
      nonzeroFraction: choice.form is PrunedForm ? stored.nonzeroFraction : point.fit.nonzeroFraction,
      boundaryFraction: point.fit.boundaryFraction,
      objective: point.fit.certificate.objective, roundingExcess: stored.relativeExcess,
      status: point.fit.status.rawValue, relativeGap: point.fit.certificate.relativeGap,
      algorithm: point.fit.algorithm, iterations: point.fit.iterations, bytes: ModelFile.encode(model).count,
      latencyMicroseconds: oracle
        ? nil : latency(of: model, on: data.training.features.row(0).map { Float($0) }),
      receiptError: receipt?.error, receiptBand: receipt.map { [$0.band.lowerBound, $0.band.upperBound] },
      reasons: reasons, remark: remark ?? choice.remark)
    return CandidateEntry(
      row: row, model: model, foldError: outcome.foldError,
      leftOutError: outcome.leftOut.map { MeasuredError($0.error) }, testError: testError,
      sampleErrors: scores.map { data.test.targets.errors(of: $0) } ?? [])
  }
}

extension PathRow {
  /// The rows of one path; empty where it was not asked for as signs.
  static func rows(of study: PathStudy) -> [PathRow] {
    study.points.map { point in
      let exact = study.plain(point, DenseLayer.format)
      let sign = study.plain(point, SignLayer.format)
      return PathRow(
        penalty: study.penalty, lambda: point.fit.lambda, lambdaFraction: point.fraction,
        validationError: exact?.validationError.value, testError: exact?.testError.known,
        oneBitValidationError: sign?.validationError.value, oneBitTestError: sign?.testError.known,
        nonzeroFraction: point.fit.nonzeroFraction, boundaryFraction: point.fit.boundaryFraction,
        status: point.fit.status.rawValue, relativeGap: point.fit.certificate.relativeGap)
    }
  }
}

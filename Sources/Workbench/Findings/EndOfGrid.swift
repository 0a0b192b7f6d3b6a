import ConvexSolvers
import PackedInference

/// An automatic grid that ended while validation still improved.
struct EndOfGrid: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard evidence.request.lambdas == nil else { return nil }
    let ended = evidence.studies.filter { study in
      guard let last = study.points.last else { return false }
      return evidence.row(study.penalty, DenseLayer.format)?.lambda == last.fit.lambda
    }
    guard !ended.isEmpty else { return nil }
    let names = ended.map { CandidateColumns.symbol($0.penalty) }.joined(separator: " and ")
    return "The best λ of \(names) is the smallest that was tried; --lambda LIST goes further."
  }
}

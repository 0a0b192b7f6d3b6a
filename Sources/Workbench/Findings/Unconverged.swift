import ConvexSolvers
import Iteration
import Messages

/// Solutions that are not as good as promised.
struct Unconverged: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    let bad = evidence.studies.flatMap { study in
      study.points.filter { $0.fit.status != .converged }.map { (study.penalty, $0.fit) }
    }
    guard let worst = bad.max(by: { $0.1.certificate.relativeGap < $1.1.certificate.relativeGap }) else { return nil }
    return
      "\(bad.count) of the solutions did not reach the tolerance; the worst is \(CandidateColumns.symbol(worst.0)) at λ = "
      + "\(NumberText.short(worst.1.lambda)) with relative gap \(NumberText.scientific(worst.1.certificate.relativeGap, 1)): "
      + worst.1.status.advice + "."
  }
}

import ConvexFunctions
import ConvexSolvers
import Messages

/// No λ of the user's list is large enough for a sparse ℓ1; the automatic range always begins there.
struct SparsityNotReached: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard evidence.request.lambdas != nil, let study = evidence.study("l1"),
      let sparsest = study.points.filter({ $0.fit.nonzeroFraction > 0 }).min(by: {
        $0.fit.nonzeroFraction < $1.fit.nonzeroFraction
      }), sparsest.fit.nonzeroFraction > LinearRows.sparseShare
    else { return nil }
    let largest = LambdaGrid.largest(for: L1(), evidence.preparation.full)
    return
      "No λ that was tried leaves at most 1 weight in 15 under ℓ1: the sparsest, \(NumberText.short(sparsest.fit.lambda)), "
      + "keeps \(NumberText.percent(sparsest.fit.nonzeroFraction, 0)) %. Larger ones do; at "
      + "\(NumberText.short(largest)) every weight is zero (--lambda auto tries the range)."
  }
}

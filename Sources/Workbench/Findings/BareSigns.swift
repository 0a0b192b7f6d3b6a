import ConvexSolvers
import PackedInference

/// Signs of the very solution that ridge was chosen for, and of the ridge that is best for signs.
struct BareSigns: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let ridge = evidence.ridge, let float = ridge.testError, let sign = evidence.row("l2", SignLayer.format),
      let best = sign.testError, let study = evidence.study("l2"),
      let point = study.points.first(where: { $0.fit.lambda == ridge.lambda }),
      let same = study.plain(point, SignLayer.format)?.testError.value,
      let choice = study.choices.first(where: { $0.isPlain(SignLayer.format) }),
      let stored = study.stored(point, choice), let place = evidence.candidates.firstIndex(of: ridge)
    else { return nil }
    let errors = evidence.preparation.test.sampleErrors(of: (stored.layer.matrix, stored.intercept))
    let spread = pairedStandardError(errors, evidence.sampleErrors[place])
    let small = evidence.isSmall(same - float, of: float, ridge.testErrorStandardError)
    let prepared = evidence.row("linf", SignLayer.format)?.testError.map { best - $0 } ?? 0
    let helps = prepared > (sign.testErrorStandardError ?? 0)
    let again = sign.lambda == ridge.lambda ? "" : "; with λ chosen again for the signs: \(evidence.text(best))"
    return
      "Signs simply taken of that ridge: \(evidence.text(same)), \(evidence.price(same - float, spread))\(again)"
      + (!small && helps ? ". Taking signs is not enough: the penalty must prepare the weights for it." : ".")
  }
}

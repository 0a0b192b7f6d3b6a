import Compression
import ConvexSolvers
import Messages
import PackedInference

/// One bit by data-aware rounding, beside plain signs and the ℓ∞ route; or why there is none.
struct DataAwareGain: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard evidence.study("l2")?.choices.contains(where: { $0.rounding == .dataAware }) == true else { return nil }
    guard Storing.canBeDataAware(evidence.preparation.full) else {
      return "Data-aware rounding was left out: with more than \(NumberText.grouped(Storing.mostDataAwareFeatures)) "
        + "features the factor of the Gram matrix takes too long."
    }
    let rounding = StorageChoice.Rounding.dataAware.rawValue
    guard let aware = evidence.row("l2", SignLayer.format, rounding: rounding), let value = aware.testError else {
      return nil
    }
    let others = [("l2", "plain signs of ridge"), ("linf", "signs by way of ℓ∞")].compactMap { penalty, name in
      evidence.row(penalty, SignLayer.format).flatMap { row in
        row.testError.map { "\(evidence.price(of: aware, against: row)) on \(name) (\(evidence.text($0)))" }
      }
    }
    return "One bit by data-aware rounding of ridge: \(evidence.text(value)) test error in "
      + ([NumberText.bytes(aware.bytes)] + others).joined(separator: ", ") + "\(excess(evidence, aware))."
  }

  /// How much of the loss in the training objective remains, at the same λ.
  private func excess(_ evidence: Evidence, _ aware: Candidate) -> String {
    guard let study = evidence.study("l2"),
      let point = study.points.first(where: { $0.fit.lambda == aware.lambda }),
      let plainSigns = study.choices.first(where: { $0.isPlain(SignLayer.format) }),
      let awareSigns = study.choices.first(where: {
        $0.form.name == SignLayer.format && $0.rounding == .dataAware && $0.scale == .weights
      }),
      let before = study.stored(point, plainSigns)?.relativeExcess,
      let after = study.stored(point, awareSigns)?.relativeExcess, before > 0
    else { return "" }
    return "; at that λ it leaves \(NumberText.percent(after / before, 0)) % of what plain signs add to the training "
      + "objective"
  }
}

import ConvexFunctions
import ConvexSolvers
import Messages
import PackedInference

/// Where ℓ∞ is best in 32 bits too few weights are at the boundary; which λ would make one bit free.
struct OneBitNotReached: Finding {
  /// The share at the boundary from which signs are the solution, nearly.
  static let boundaryShare = 0.9

  func sentence(_ evidence: Evidence) -> String? {
    guard let row = evidence.row("linf", DenseLayer.format), let study = evidence.study("linf"),
      let point = study.points.first(where: { $0.fit.lambda == row.lambda }),
      let float = study.plain(point, DenseLayer.format)?.validationError,
      let sign = study.plain(point, SignLayer.format)?.validationError, row.boundaryFraction < Self.boundaryShare,
      !evidence.isSmall(sign.value - float.value, of: float.value, sign.standardError)
    else { return nil }
    let start =
      "ℓ∞ in 32 bits is best at λ/λmax = \(NumberText.short(row.lambdaFraction)), where only "
      + "\(NumberText.percent(row.boundaryFraction, 0)) % of the weights are at the boundary, and signs change the model: "
      + "validation error \(evidence.text(float.value)) in 32 bits, \(evidence.text(sign.value)) as signs. "
    let free = free(study)
    let bound = study.points.last { $0.fit.boundaryFraction >= Self.boundaryShare }
    guard free != nil || bound != nil else {
      let largest = LambdaGrid.largest(for: LInf(), evidence.preparation.full)
      return start + "No λ that was tried makes them the same: larger ones do, up to \(NumberText.short(largest))."
    }
    var parts: [String] = []
    if let best = evidence.row("linf", SignLayer.format), let error = best.validationError, best.scale == "weights",
      best.lambda != free?.point.fit.lambda
    {
      parts.append("Signs are best at λ/λmax = \(NumberText.short(best.lambdaFraction)), \(evidence.text(error))")
    }
    if let free {
      parts.append(
        "At λ/λmax = \(NumberText.short(free.point.fraction)) signs are within one standard error of 32 bits, "
          + evidence.text(free.error))
    }
    if let bound, let error = study.plain(bound, SignLayer.format)?.validationError.value {
      parts.append(
        "\(NumberText.percent(Self.boundaryShare, 0)) % at the boundary need λ/λmax = "
          + "\(NumberText.short(bound.fraction)), \(evidence.text(error))")
    }
    return start + parts.joined(separator: ". ") + "."
  }

  /// The best signs among the solutions that signs do not make worse, beyond a standard error.
  private func free(_ study: PathStudy) -> (point: PathStudy.Point, error: Double)? {
    study.points.compactMap { point -> (point: PathStudy.Point, error: Double)? in
      guard let float = study.plain(point, DenseLayer.format)?.validationError,
        let sign = study.plain(point, SignLayer.format)?.validationError,
        sign.value <= float.value + sign.standardError
      else { return nil }
      return (point, sign.value)
    }.min { $0.error < $1.error }
  }
}

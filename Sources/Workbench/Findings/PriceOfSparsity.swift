import Messages

/// What ℓ1 costs where few weights are left.
struct PriceOfSparsity: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let ridge = evidence.ridge,
      let sparse = evidence.candidates.first(where: {
        $0.penalty == "l1" && $0.remark == LinearRows.sparseRemark && !$0.oracle
      }),
      let value = sparse.testError
    else { return nil }
    return
      "ℓ1 with at most 1 weight in 15 left (\(NumberText.percent(sparse.nonzeroFraction)) % non-zero, at λ/λmax = "
      + "\(NumberText.short(sparse.lambdaFraction)), validation error \(evidence.text(sparse.validationError ?? .nan))): "
      + "\(evidence.text(value)), a price of \(evidence.price(of: sparse, against: ridge)) against ridge, in "
      + "\(NumberText.bytes(sparse.bytes))."
  }
}

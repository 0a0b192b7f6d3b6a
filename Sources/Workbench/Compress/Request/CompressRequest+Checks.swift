import Messages

extension CompressRequest {
  /// Refuses numbers that no data could satisfy, before any data are read.
  func checkNumbers() throws {
    for lambda in lambdas ?? [] where !(lambda > 0 && lambda.isFinite) {
      throw Refusal.usage("--lambda takes positive numbers; found \(NumberText.short(lambda))")
    }
    if let prune, !(prune >= 0 && prune < 1) {
      throw Refusal.usage(
        "--prune takes the share of weights to set to zero, at least 0 and below 1; found \(NumberText.short(prune))")
    }
    try check("--max-error", maxError)
    try check("--max-bytes", maxBytes.map(Double.init))
    try check("--max-latency", maxLatency)
  }

  private func check(_ flag: String, _ limit: Double?) throws {
    guard let limit, !(limit >= 0 && limit.isFinite) else { return }
    throw Refusal.usage("\(flag) takes a number of at least 0; found \(NumberText.short(limit))")
  }

  /// Refuses an error that no classifier could exceed: somebody meant percent.
  func checkUnits(isClassification: Bool) throws {
    guard isClassification, let maxError, maxError > 1 else { return }
    throw Refusal.usage(
      "--max-error is a fraction for classification: \(NumberText.short(maxError)) % is \(NumberText.short(maxError / 100))"
    )
  }
}

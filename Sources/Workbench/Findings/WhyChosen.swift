import Messages

/// By which rule the model was chosen.
struct WhyChosen: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    let request = evidence.request
    guard let chosen = evidence.candidates.first(where: \.chosen) else {
      return "No candidate is within the budget; the table shows what each would cost."
    }
    let why: String
    if let limit = request.maxError {
      let others = request.maxBytes != nil || request.maxLatency != nil ? ", within the other limits" : ""
      why = "the smallest file with a validation error of at most \(evidence.text(limit))\(others)"
    } else if request.maxBytes != nil || request.maxLatency != nil {
      why = "the least validation error within the budget"
    } else {
      let slack = NumberText.percent(CandidateTable.relativeTolerance, 0)
      let points =
        evidence.isClassification ? " and \(NumberText.percent(CandidateTable.absoluteTolerance, 0)) points" : ""
      why =
        "the smallest file whose validation error exceeds the best by at most \(slack) % of it\(points), or by one "
        + "standard error; --max-error, --max-bytes and --max-latency choose otherwise"
    }
    let format = chosen.format + (chosen.rounding == "plain" ? "" : " (\(chosen.rounding))")
    return
      "Chosen: \(CandidateColumns.symbol(chosen.penalty)) as \(format), \(NumberText.bytes(chosen.bytes)): \(why)."
  }
}

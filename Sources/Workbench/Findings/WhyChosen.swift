import Messages

/// By which rule the model was chosen.
struct WhyChosen: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    let request = evidence.request
    guard let chosen = evidence.candidates.first(where: \.chosen) else {
      let rows = evidence.candidates.filter { !$0.oracle }
      let bytes = rows.map(\.bytes).min().map { "the smallest file has \(NumberText.bytes($0))" }
      let error = rows.compactMap(\.validationError).min().map { "the least validation error is \(evidence.text($0))" }
      return "No candidate is within the budget: " + [bytes, error].compactMap { $0 }.joined(separator: ", ") + "."
    }
    // What the choice goes by; the table shows leave-one-out instead for some rows.
    let error = evidence.mixesValidation ? "held-out error" : "validation error"
    let why: String
    if let limit = request.maxError {
      let others = request.maxBytes != nil || request.maxLatency != nil ? ", within the other limits" : ""
      why = "the smallest file with a \(error) of at most \(evidence.text(limit))\(others)"
    } else if request.maxBytes != nil || request.maxLatency != nil {
      why = "the least \(error) within the budget"
    } else {
      let slack = NumberText.percent(Choice.relativeTolerance, 0)
      let points =
        evidence.isClassification
        ? " and at most \(NumberText.percent(Choice.absoluteTolerance, 0)) points" : ""
      let tenth = NumberText.percent(Choice.sizeTolerance, 0)
      why =
        "of the files whose \(error) exceeds the best by at most \(slack) %\(points), or by one standard error, the "
        + "best among the smallest (up to \(tenth) % larger); --max-error, --max-bytes and --max-latency choose otherwise"
    }
    let format = chosen.format + (chosen.rounding == "plain" ? "" : " (\(chosen.rounding))")
    return
      "Chosen: \(CandidateColumns.model(chosen)) as \(format), \(NumberText.bytes(chosen.bytes)): \(why)"
      + (evidence.mixesValidation
        ? ". Held-out: on the rows that the folds leave out. The validation of ridge in plain rounding and of random features in "
          + "32 bits is leave-one-out, which is not to be set beside that of other rows." : ".")
  }
}

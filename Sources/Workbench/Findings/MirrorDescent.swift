import Messages

/// How near to the direct solution mirror descent came, and in how many passes.
struct MirrorDescent: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard !evidence.descents.isEmpty else { return nil }
    let each = evidence.descents.map { trace in
      let taken = trace.taken
      let distance = taken.distance.map { NumberText.scientific($0, 1) } ?? "no"
      let end = taken.status == "converged" ? "" : ", which is where it was stopped (\(taken.status))"
      return "\(trace.model) after \(NumberText.grouped(taken.passes)) passes at relative distance \(distance)\(end)"
    }
    return "Mirror descent found the last layers that the direct solver finds: \(each.joined(separator: "; ")). "
      + "The report shows distance and error against step size × λ."
  }
}

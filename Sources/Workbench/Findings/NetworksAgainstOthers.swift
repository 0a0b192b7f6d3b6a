import Messages

/// Which other models have less error than a binary network in at most its bytes.
struct NetworksAgainstOthers: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    let networks = evidence.candidates.filter { $0.isNetwork && $0.validationError != nil }
    let others = evidence.candidates.filter { !$0.isNetwork && !$0.oracle && $0.validationError != nil }
    guard !networks.isEmpty, !others.isEmpty else { return nil }
    let beaten = networks.compactMap { network -> (network: Candidate, by: Candidate)? in
      others.filter { $0.bytes <= network.bytes && $0.validationError! < network.validationError! }
        .min { $0.validationError! < $1.validationError! }.map { (network, $0) }
    }
    guard let first = beaten.min(by: { $0.network.validationError! < $1.network.validationError! }) else {
      return
        "Binary networks: no other model of this table has less validation error in as few bytes as any of the "
        + "\(networks.count)."
    }
    func text(_ row: Candidate) -> String {
      "\(CandidateColumns.model(row)) as \(CandidateColumns.format(row)) (test \(evidence.text(row.testError ?? .nan)) in "
        + "\(NumberText.bytes(row.bytes)))"
    }
    return
      "Binary networks: \(beaten.count) of \(networks.count) are beaten at their bytes or fewer by another model of this table, "
      + "by validation; the best of those, \(text(first.network)), by \(text(first.by))."
  }
}

import Messages

/// Which other models have less error than a binary network in at most its bytes.
struct NetworksAgainstOthers: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    let networks = evidence.candidates.filter(\.isNetwork)
    let others = evidence.candidates.filter { !$0.isNetwork && !$0.oracle }
    guard !networks.isEmpty, !others.isEmpty else { return nil }
    let beaten = networks.compactMap { network -> (network: Candidate, by: Candidate)? in
      others.filter { $0.bytes <= network.bytes && evidence.foldError($0) < evidence.foldError(network) }
        .min { evidence.foldError($0) < evidence.foldError($1) }.map { (network, $0) }
    }
    guard let first = beaten.min(by: { evidence.foldError($0.network) < evidence.foldError($1.network) }) else {
      return
        "Binary networks: no other model of this table has less error on held-out rows in as few bytes as any of the "
        + "\(networks.count)."
    }
    func text(_ row: Candidate) -> String {
      "\(CandidateColumns.model(row)) as \(CandidateColumns.format(row)) (test \(evidence.text(row.testError ?? .nan)) in "
        + "\(NumberText.bytes(row.bytes)))"
    }
    return
      "Binary networks: \(beaten.count) of \(networks.count) are beaten at their bytes or fewer by another model of this table, "
      + "on held-out rows; the best of those, \(text(first.network)), by \(text(first.by))."
  }
}

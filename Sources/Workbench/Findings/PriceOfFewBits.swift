import Messages
import PackedInference

/// What few bits cost on the last layer of the best random features.
struct PriceOfFewBits: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let float = evidence.bestFeatures, let error = float.testError else { return nil }
    let same = evidence.candidates.filter { $0.map == float.map && $0.layers == float.layers }
    var parts: [String] = []
    for format in ["int4", SignLayer.format] {
      guard let row = same.first(where: { $0.format == format }), let value = row.testError else { continue }
      let what = format == SignLayer.format ? "one bit" : "four bits"
      parts.append(
        "\(what) on the last layer \(evidence.text(value)) (\(evidence.price(of: row, against: float))) in "
          + NumberText.bytes(row.bytes))
    }
    let against = evidence.ridge.map { ", \(evidence.price(of: float, against: $0)) on ridge" } ?? ""
    return
      "Random features, the best by validation: \(CandidateColumns.model(float)) has \(evidence.text(error)) in 32 bits"
      + "\(against)" + (parts.isEmpty ? "." : "; " + parts.joined(separator: ", ") + ".")
  }
}

extension Evidence {
  /// The random features with the least validation error in 32 bits.
  var bestFeatures: Candidate? {
    candidates.filter { !$0.isLinear && $0.format == DenseLayer.format && $0.validationError != nil }
      .min { $0.validationError! < $1.validationError! }
  }
}

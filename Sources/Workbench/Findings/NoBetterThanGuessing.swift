import DataModels
import LinearAlgebra
import Messages

/// A chosen model that knows nothing: its error is that of one answer for all.
struct NoBetterThanGuessing: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let chosen = evidence.candidates.first(where: \.chosen), let error = chosen.validationError,
      let guessing = evidence.guessing, error >= guessing.limit
    else { return nil }
    return
      "The chosen model is no better than answering \(guessing.answer) always, which has \(evidence.text(guessing.error))"
      + (evidence.isClassification ? " error" : "")
      + " on the training rows (validation \(evidence.text(error))): the features "
      + (evidence.isClassification
        ? "do not tell these classes apart linearly, or the classes are too unequal."
        : "say nothing linear about the target.")
  }
}

/// The same answer for every row.
struct Guessing {
  /// A regression that explains less than this share of the variance counts as guessing.
  static let leastShare = 0.02

  /// "“cat”", or "with the mean".
  let answer: String
  /// On the training rows.
  let error: Double
  /// From this error on a model is no better.
  let limit: Double
}

extension Evidence {
  /// The most frequent class, or the means; nil without rows.
  var guessing: Guessing? {
    switch preparation.data.training.targets {
    case .classes(let labels, let names):
      let counts = names.indices.map { k in labels.count { $0 == k } }
      guard let largest = counts.max(), let k = counts.firstIndex(of: largest) else { return nil }
      let error = 1 - Double(largest) / Double(labels.count)
      let spread = (error * (1 - error) / Double(labels.count)).squareRoot()
      return Guessing(answer: "“\(names[k])”", error: error, limit: error - spread)
    case .values(let values):
      let variance =
        (0..<values.columnCount).reduce(0.0) { sum, k in
          let column = (0..<values.rowCount).map { values[$0, k] }
          let mean = column.reduce(0, +) / Double(column.count)
          return sum + column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
        } / Double(values.columnCount)
      return Guessing(answer: "with the mean", error: variance, limit: (1 - Guessing.leastShare) * variance)
    }
  }
}

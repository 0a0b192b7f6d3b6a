import DataModels
import LinearAlgebra
import Messages

/// A chosen model that knows nothing: its error is that of one answer for all.
struct NoBetterThanGuessing: Finding {
  /// A regression that explains less than this share of the variance counts.
  static let leastShare = 0.02

  func sentence(_ evidence: Evidence) -> String? {
    guard let chosen = evidence.candidates.first(where: \.chosen), let error = chosen.validationError else {
      return nil
    }
    let training = evidence.preparation.data.training
    switch training.targets {
    case .classes(let labels, let names):
      let counts = names.indices.map { k in labels.count { $0 == k } }
      guard let largest = counts.max(), let k = counts.firstIndex(of: largest) else { return nil }
      let guessing = 1 - Double(largest) / Double(labels.count)
      let spread = (guessing * (1 - guessing) / Double(labels.count)).squareRoot()
      guard error >= guessing - spread else { return nil }
      return
        "The chosen model is no better than answering “\(names[k])” always, which has \(evidence.text(guessing)) error on "
        + "the training rows (validation \(evidence.text(error))): the features do not tell these classes apart linearly, "
        + "or the classes are too unequal."
    case .values(let values):
      let variance =
        (0..<values.columnCount).reduce(0.0) { sum, k in
          let column = (0..<values.rowCount).map { values[$0, k] }
          let mean = column.reduce(0, +) / Double(column.count)
          return sum + column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
        } / Double(values.columnCount)
      guard error >= (1 - Self.leastShare) * variance else { return nil }
      return
        "The chosen model is no better than answering with the mean always, which has \(evidence.text(variance)) on the "
        + "training rows (validation \(evidence.text(error))): the features say nothing linear about the target."
    }
  }
}

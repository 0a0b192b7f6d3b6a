import Messages
public import Workbench

/// Rows that trained the model which is measured on them.
///
/// Of N rows of one source n trained and m are measured. At least n + m − N and at most min(n, m) of these did both, none
/// where the division that trained left just these rows out.
public struct TrainingOverlap: Sendable, Equatable {
  /// m, the rows measured.
  public let measured: Int
  /// How many of them trained.
  public let trained: ClosedRange<Int>
  /// Whether the source has rows that did not train.
  public let hasOthers: Bool

  /// - Parameter origin: The row of the run that made the model.
  ///
  /// Nil where no measured row is known to have trained: the rows of another source, those that `compress` set apart, and
  /// where the run is older than the record of its division.
  public init?(_ answer: EvaluateAnswer, origin: LedgerRow) {
    guard let n = origin.samples, origin.trainingDigest == answer.data.digest else { return nil }
    if let division = answer.data.splitDigest {
      guard let trained = origin.splitDigest, trained != division else { return nil }
    }
    let (all, m) = (answer.data.sourceSamples, answer.samples)
    guard (1...max(1, all)).contains(n), m <= all else { return nil }
    measured = m
    trained = max(0, n + m - all)...min(n, m)
    hasOthers = n < all
  }

  /// What follows for the error.
  public var sentence: String {
    let these = "\(NumberText.grouped(measured)) rows"
    let least = NumberText.grouped(trained.lowerBound)
    let what =
      if trained.lowerBound == measured {
        "All \(these) trained this model, so this error is too low for new ones"
      } else if trained.count == 1 {
        "\(least) of these \(these) trained this model, so this error is too low for new ones"
      } else if trained.lowerBound > 0 {
        "At least \(least) of these \(these) trained this model, so this error is too low for new ones"
      } else {
        "Some of these \(these) may have trained this model, which would make this error too low for new ones"
      }
    let apart =
      hasOthers
      ? ", or only what compress set apart: --test 0.25, or the --test, --split, --per-class, --limit, --classes and --seed "
        + "that it was given" : ""
    return "\(what). For an honest one measure another file\(apart)."
  }
}

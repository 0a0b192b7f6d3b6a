/// One thing that a table can say, as a sentence.
///
/// A new one is a file in `Findings/`, a line in the catalog, and a data set that makes it speak.
protocol Finding: Sendable {
  /// The sentence; nil where there is nothing to say.
  func sentence(_ evidence: Evidence) -> String?
}

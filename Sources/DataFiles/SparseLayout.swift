/// What a file of sparse rows (svmlight) cannot tell by itself, known from the rows that a model was trained on.
///
/// Such text leaves out zeros: neither the last features nor the index 0 need to occur. Other formats have the features
/// that they have, and do not look at this.
public struct SparseLayout: Sendable, Equatable {
  /// How many features there are; fewer are filled up with zeros, more are refused.
  public var featureCount: Int
  /// The index of the first feature, 0 or 1; nil: 0 where it occurs, else 1.
  public var firstIndex: Int?

  public init(featureCount: Int, firstIndex: Int? = nil) {
    self.featureCount = featureCount
    self.firstIndex = firstIndex
  }
}

/// What a file cannot tell by itself, known from the rows that a model was trained on.
public struct DataLayout: Sendable, Equatable {
  /// How many features there are. Sparse rows (svmlight) leave out zeros, so that the last features need not occur:
  /// fewer are filled up with zeros, more are refused. Other formats do not look at it.
  public var featureCount: Int
  /// The index of the first feature of sparse rows, 0 or 1; nil: 0 where it occurs, else 1.
  public var firstIndex: Int?
  /// What the columns of a table were called; nil where nobody knows. A table with names finds its columns by them,
  /// in whatever order they are.
  public var names: Names?

  /// The columns of a table that are no features.
  public struct Names: Sendable, Equatable {
    /// Nil where the target lies in another file.
    public let target: String?
    public let ignored: [String]
  }

  public init(featureCount: Int, firstIndex: Int? = nil, names: Names? = nil) {
    self.featureCount = featureCount
    self.firstIndex = firstIndex
    self.names = names
  }
}

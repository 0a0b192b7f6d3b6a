/// One column of a table that a model should learn to answer with.
public enum TargetColumn: Sendable, Equatable {
  /// One number per row.
  case numbers([Double])
  /// One text per row.
  case texts([String])

  public var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .texts(let texts): texts.count
    }
  }
}

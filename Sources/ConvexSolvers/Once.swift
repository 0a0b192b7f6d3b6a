import Synchronization

/// A value that is made when it is first asked for, and kept; copies of its owner share it.
public final class Once<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  public init() {}

  /// Whether it has been made.
  var isMade: Bool { kept.withLock { $0 != nil } }

  /// Others who ask meanwhile wait.
  public func callAsFunction(_ make: () -> Value) -> Value {
    kept.withLock { kept in
      if let value = kept { return value }
      let value = make()
      kept = value
      return value
    }
  }
}

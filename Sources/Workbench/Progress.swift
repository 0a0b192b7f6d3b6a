import Synchronization

/// How far long work has come, for whoever shows it.
public struct Progress: Sendable {
  /// What is being done: "fitting l1, l2, linf".
  public let title: String
  /// Steps done and steps in all.
  public let done: Int
  public let total: Int
}

/// Receives progress; called from several threads.
public typealias ProgressObserver = @Sendable (Progress) -> Void

/// Counts the steps of one piece of work from any thread.
public final class ProgressCounter: Sendable {
  private let title: String
  private let total: Int
  private let done = Atomic<Int>(0)
  private let observer: ProgressObserver

  public init(_ title: String, total: Int, _ observer: @escaping ProgressObserver) {
    self.title = title
    self.total = total
    self.observer = observer
    observer(Progress(title: title, done: 0, total: total))
  }

  public func advance(by steps: Int = 1) {
    let count = done.wrappingAdd(steps, ordering: .relaxed).newValue
    observer(Progress(title: title, done: count, total: total))
  }
}

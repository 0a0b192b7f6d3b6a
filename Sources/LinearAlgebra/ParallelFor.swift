import Dispatch
import Synchronization

/// How many threads the whole process may use for its own work.
///
/// The partition of every computation is fixed by its size alone, so this number changes the time
/// that an answer takes and never its bits.
public enum ThreadLimit {
  private static let limit = Atomic<Int>(0)

  /// The current limit: what a front door set, else the number of processors that are online.
  public static var current: Int {
    get {
      let chosen = limit.load(ordering: .relaxed)
      return chosen > 0 ? chosen : processorCount
    }
    set { limit.store(max(1, newValue), ordering: .relaxed) }
  }

  /// The processors that are online.
  public static let processorCount = onlineProcessorCount()
}

/// Runs `body(0) … body(count − 1)`, several at a time; returns when all are done.
///
/// Calls may nest. The bodies must write to disjoint places: the thread sanitizer checks that, the
/// compiler cannot.
public func parallelFor(_ count: Int, _ body: @Sendable (Int) -> Void) {
  let workers = min(count, ThreadLimit.current)
  guard workers > 1 else {
    for index in 0..<count { body(index) }
    return
  }
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }
}

/// The results of `body(0) … body(count − 1)`, in order, computed several at a time.
///
/// - Throws: the error of the lowest index that failed; the others still run.
public func parallelMap<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value] {
  let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
  parallelFor(count) { index in
    let result = Result { try body(index) }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { try $0.map { try $0!.get() } }
}

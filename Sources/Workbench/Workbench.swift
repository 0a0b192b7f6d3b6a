import LinearAlgebra

/// What concerns the whole process.
public enum Workbench {
  /// Sets how many threads all work may use; no result depends on it.
  public static func limitThreads(to count: Int) { ThreadLimit.current = count }
}

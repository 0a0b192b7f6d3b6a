public import LinearAlgebra

/// Which samples are left out where leaving out every one would take too long.
public enum SampledRows {
  /// `count` of n samples, drawn without replacement, ascending; all of them where there are no more.
  public static func of(_ n: Int, count: Int, using stream: RandomStream) -> [Int] {
    guard count < n else { return Array(0..<n) }
    var random = stream
    return random.permutation(n).prefix(count).sorted()
  }
}

import Messages

/// What a map may be asked for.
public enum MapLimits {
  /// The most inputs or outputs of a layer.
  public static let largestCount = 1 << 24
  /// The most weights of a layer, 1 GiB of Float32.
  public static let largestWeightCount = 1 << 28
  /// The most additions of a convolution for one image: some seconds.
  public static let largestWork = 1 << 34

  /// Refuses counts that are not positive or beyond all memory.
  static func check(_ what: String, _ count: Int) throws {
    guard (1...largestCount).contains(count) else {
      throw Refusal.usage("\(what) must be between 1 and \(largestCount); found \(count)")
    }
  }

  static func checkWeights(_ rows: Int, _ columns: Int) throws {
    guard rows.multipliedReportingOverflow(by: columns).partialValue <= largestWeightCount else {
      throw Refusal.usage(
        "a layer of \(rows) × \(columns) random weights is larger than \(largestWeightCount) weights; choose a smaller width or another map"
      )
    }
  }
}

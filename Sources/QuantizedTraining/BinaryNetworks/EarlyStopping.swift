/// Where a training should have ended, by what held-out rows said after each epoch.
public enum EarlyStopping {
  /// The end of the last twentieth of the schedule whose mean error is within one standard error of the least.
  ///
  /// The step size falls to zero, so that late epochs differ by chance alone unless the network overfits: of equals the last
  /// has seen most. Means over several epochs keep the least from being a stroke of luck.
  ///
  /// - Parameters:
  ///   - errors: After epochs 1, 2, …
  ///   - standardErrors: Of each.
  /// - Returns: the number of epochs to train; as many as there are where errors never rise.
  /// - Precondition: at least one epoch, and a standard error for each.
  public static func epochs(errors: [Double], standardErrors: [Double]) -> Int {
    precondition(!errors.isEmpty && errors.count == standardErrors.count)
    let length = max(1, errors.count / 20)
    // From the last twentieth back to the first, which may be shorter.
    let ends = Array(stride(from: errors.count, to: 0, by: -length))
    let means = ends.map { end in
      let part = errors[max(0, end - length)..<end]
      return part.reduce(0, +) / Double(part.count)
    }
    let best = means.indices.min { means[$0] < means[$1] } ?? 0
    let limit = means[best] + standardErrors[ends[best] - 1]
    return ends[means.firstIndex { $0 <= limit } ?? best]
  }
}

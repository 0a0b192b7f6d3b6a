/// What becomes of the latent weights after a step, and which of them take it.
public enum LatentRule: Sendable, Equatable {
  /// w ← w − η g: BinaryConnect without clipping.
  case plain
  /// The same, then projected on [−B, B].
  case clip(Double)
  /// gⱼ counts only while |wⱼ| ≤ B.
  case mask(Double)

  /// B, infinite where there is none.
  public var bound: Double {
    switch self {
    case .plain: .infinity
    case .clip(let bound), .mask(let bound): bound
    }
  }
}

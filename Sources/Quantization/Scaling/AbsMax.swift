/// The largest magnitude: for an ℓ∞ solution the boundary value, which most weights have exactly.
public struct AbsMax: ScaleRule {
  public init() {}

  public func scale(of block: Span<Double>) -> Double {
    var largest = 0.0
    for i in block.indices { largest = max(largest, block[i].magnitude) }
    return largest
  }
}

/// The expected risks of SGD after a number of updates.
///
///     R(w) = ½ Σ λᵢ (wᵢ − w*ᵢ)²,      R_q(w) = ½ E (x·w* − x̃·w)²
///
/// R counts neither the noise of labels; R_q is that of the averaged weights on inputs that are quantized at test time.
public struct SGDRisk: Sendable, Equatable {
  /// t, updates.
  public let iteration: Int
  /// E R(w_t).
  public let risk: Double
  /// E R(w̄), w̄ the mean of the averaged iterates before t; nil where there is none.
  public let averagedRisk: Double?
  /// E R_q(w̄).
  public let deployedRisk: Double?
}

/// An upper bound on the deployed risk of the averaged iterate, part by part.
///
///     E R(w̄_N) ≤ E R_q(w̄_N) ≤ VarErr + BiasErr + ApproxErr
///
/// - Source: `Documentation/QuantizedSGD.md`, proved there in the form of arXiv 2510.18259, with constants.
public struct RiskBound: Sendable, Equatable {
  /// VarErr: what noise and errors of quantization leave.
  public let variance: Double
  /// BiasErr: what is left of the start.
  public let bias: Double
  /// ApproxErr: what no weights can undo once inputs are quantized.
  public let approximation: Double

  public var total: Double { variance + bias + approximation }
}

/// What low-precision SGD quantizes.
///
/// - Source: arXiv 2510.18259, section 2.
public enum QuantizationTarget: String, Sendable, CaseIterable, Codable {
  /// x̃ = Q(x).
  case data
  /// ỹ = Q(y).
  case label
  /// u = Q(w).
  case parameter
  /// ã = Q(x̃·u).
  case activation
  /// õ = Q(ỹ − ã), the gradient of the loss by the output.
  case gradient
}

/// How a step is made from a gradient.
public enum NetworkOptimizer: String, Sendable, CaseIterable {
  /// Steps of one size for each number, by the running moments of its gradient.
  ///
  /// - Source: Kingma & Ba, *Adam*, arXiv 1412.6980, algorithm 1, β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
  case adam
  /// Gradients with momentum 0.9.
  case sgd

  /// The first step size of hidden layers.
  var hiddenRate: Float {
    switch self {
    case .adam: 0.01
    case .sgd: 3
    }
  }

  /// That of the last layer of b bits.
  func outputRate(bits: Int) -> Float {
    switch self {
    case .adam: bits == 1 ? 0.01 : 0.005
    case .sgd: 0.05
    }
  }
}

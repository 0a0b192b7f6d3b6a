import Activations

/// What the figures of straight-through training share.
enum StraightThroughStudy {
  /// One of the catalog, which the figures name themselves.
  static func surrogate(_ name: String) -> any SurrogateGradient { SurrogateGradients.named(name) ?? ReLUDerivative() }
}

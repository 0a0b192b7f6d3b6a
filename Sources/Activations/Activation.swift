/// A scalar function φ that a random or trained layer applies to each of its sums.
///
/// A new one is a file in `Activations/` and a line in its catalog.
public protocol Activation: Sendable {
  /// The name on the command line, in JSON and in model files: "relu".
  var name: String { get }
  /// φ(−u) = −φ(u) for every u ≠ 0.
  var isOdd: Bool { get }
  /// φ(u): the definition.
  func value(_ u: Double) -> Double
  /// Replaces each entry by φ of it, in Float32.
  ///
  /// Within 4·10⁻⁷ · max(1, |φ(u)|) of the definition. Entries do not depend on their neighbors.
  func apply(_ u: inout MutableSpan<Float>)
}

extension Activation {
  /// φ of each entry.
  public func apply(_ u: inout [Float]) {
    var span = u.mutableSpan
    apply(&span)
  }
}

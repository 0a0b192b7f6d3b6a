public import LinearAlgebra
public import PackedInference

/// A way from trained weights to the form in which they are stored and run.
///
/// A new way is a file in `Forms/` and a line in its catalog.
public protocol Compression: Sendable {
  /// The name on the command line and in JSON: "sign".
  var name: String { get }
  /// Bits per weight, not counting positions of non-zeros.
  var bitWidth: Int { get }
  /// Whether it makes sense by default for solutions under a penalty of that name.
  func suits(penalty: String) -> Bool
  /// The layer of weights W (K × d) that were found under a penalty of that name.
  func layer(of weights: Matrix, penalty: String) -> any PackedLayer
}

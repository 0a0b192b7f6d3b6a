public import ConvexFunctions
public import LinearAlgebra
public import PackedInference

/// A way from trained weights to the form in which they are stored and run.
///
/// A new way is a file in `Forms/` and a line in its catalog.
public protocol StorageForm: Sendable {
  /// The name on the command line and in JSON: "sign".
  var name: String { get }
  /// Bits per weight, not counting positions of non-zeros.
  var bitWidth: Int { get }
  /// Whether it makes sense by default for solutions of that structure.
  func suits(_ structure: SolutionStructure) -> Bool
  /// The layer of weights W (K × d) of that structure.
  func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer
  /// What its layer stands for, as numbers (K × d), where that is quicker to have without packing.
  func stored(_ weights: Matrix, structure: SolutionStructure) -> Matrix
}

extension StorageForm {
  public func stored(_ weights: Matrix, structure: SolutionStructure) -> Matrix {
    layer(of: weights, structure: structure).matrix
  }
}

public import ConvexFunctions
public import LinearAlgebra
public import PackedInference

/// The largest weights of each class as they are, the others set to zero.
///
/// Of d weights in a class ⌈fraction · d⌉ become zero, the smallest magnitudes first and of equal ones the first;
/// zeros that are there already count.
public struct PrunedForm: StorageForm {
  /// The share of the weights that is set to zero.
  public let fraction: Double

  /// - Precondition: 0 ≤ fraction < 1.
  public init(fraction: Double) {
    precondition((0..<1).contains(fraction), "a share between 0 and 1 can be pruned, not \(fraction)")
    self.fraction = fraction
  }

  public var name: String { SparseLayer.format }
  public var bitWidth: Int { SparseLayer.bitWidth }
  public func suits(_ structure: SolutionStructure) -> Bool { true }

  public func layer(of weights: Matrix, structure: SolutionStructure) -> any PackedLayer {
    SparseLayer(pruned(weights))
  }

  private func pruned(_ weights: Matrix) -> Matrix {
    var result = weights
    let count = Int((fraction * Double(weights.columnCount)).rounded(.up))
    for k in 0..<weights.rowCount {
      let row = weights.row(k)
      let ascending = row.indices.sorted { (row[$0].magnitude, $0) < (row[$1].magnitude, $1) }
      for j in ascending.prefix(count) { result.elements[j] = 0 }
    }
    return result
  }
}

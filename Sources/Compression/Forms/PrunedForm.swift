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

  public func stored(_ weights: Matrix, structure: SolutionStructure) -> Matrix {
    var result = pruned(weights)
    for i in result.elements.indices { result.elements[i] = Double(Float(result.elements[i])) }
    return result
  }

  private func pruned(_ weights: Matrix) -> Matrix {
    var result = weights
    let count = Int((fraction * Double(weights.columnCount)).rounded(.up))
    guard count > 0 else { return result }
    for k in 0..<weights.rowCount {
      let sizes = weights.row(k).map { $0.isNaN ? 0 : $0.magnitude }
      let largest = smallest(count, of: sizes)
      var ties = count - sizes.count { $0 < largest }
      for (j, size) in zip(weights.range(ofRow: k), sizes) where size < largest || (size == largest && ties > 0) {
        if size == largest { ties -= 1 }
        result.elements[j] = 0
      }
    }
    return result
  }
}

/// The largest of the `count` smallest values, by quickselect.
///
/// - Precondition: 1 ≤ count ≤ the number of values, none of which is NaN.
private func smallest(_ count: Int, of values: [Double]) -> Double {
  var (rest, wanted) = (values, count)
  while true {
    let middle = rest[rest.count / 2]
    let below = rest.filter { $0 < middle }
    let above = rest.filter { $0 > middle }
    if wanted <= below.count {
      rest = below
    } else if wanted > rest.count - above.count {
      wanted -= rest.count - above.count
      rest = above
    } else {
      return middle
    }
  }
}

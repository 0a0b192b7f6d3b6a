public import FeatureMaps
public import LinearAlgebra
public import PackedInference

/// A random map with a last layer: scores = W φ(x) + β.
public struct FeatureModel: Sendable {
  public let map: any FeatureMap
  public let layer: any PackedLayer
  public let intercept: [Float]

  /// - Precondition: the layer takes as many inputs as the map has outputs, with one intercept per row.
  public init(map: any FeatureMap, layer: any PackedLayer, intercept: [Double]) {
    precondition(layer.columnCount == map.outputCount && intercept.count == layer.rowCount)
    self.map = map
    self.layer = layer
    self.intercept = intercept.map { Float($0) }
  }

  /// The scores of each row (n × d to n × K).
  public func scores(of rows: Matrix) -> Matrix {
    var scores: [Float] = []
    // As many rows at a time as a fit takes: features of all of them may not fit into memory.
    for low in stride(from: 0, to: rows.rowCount, by: 1024) {
      let features = map.features(of: FloatMatrix(rows: low..<min(low + 1024, rows.rowCount), of: rows))
      for i in 0..<features.rowCount {
        let sums = layer.multiply(Array(features.elements[features.range(ofRow: i)]))
        scores += zip(sums, intercept).map(+)
      }
    }
    return FloatMatrix(rows: rows.rowCount, columns: layer.rowCount, elements: scores).widened
  }

  /// The class of each row: the index of the largest score, the first of equal ones.
  public func labels(of rows: Matrix) -> [Int] {
    let scores = scores(of: rows)
    return (0..<scores.rowCount).map { i in Model.label(of: scores.row(i).map { Float($0) }) }
  }
}

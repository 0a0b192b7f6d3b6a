import FeatureMaps
public import LinearAlgebra
import Messages

extension Model {
  /// The scores of many samples (n × K), computed in parallel, each exactly as alone; through a map with Gaussian weights,
  /// as alone but for rounding.
  ///
  /// - Throws: a `Refusal` of kind `input` when the samples have another number of features.
  public func scores(_ samples: Matrix) throws -> Matrix { try scores(samples, with: [self])[0] }

  /// The scores of several models that differ in layer and intercept alone, each as by itself: what their layers read is
  /// computed once, by this model.
  ///
  /// - Throws: a `Refusal` of kind `input` when the samples have another number of features.
  public func scores(_ samples: Matrix, with models: [Model]) throws -> [Matrix] {
    guard samples.columnCount == featureCount else {
      throw Refusal.input(
        "the model takes \(featureCount) features and the data have \(samples.columnCount); "
          + "use the columns it was trained on")
    }
    let block = 64
    let parts = try parallelMap((samples.rowCount + block - 1) / block) { part in
      let rows = part * block..<min((part + 1) * block, samples.rowCount)
      let features = features(of: FloatMatrix(rows: rows, of: samples))
      return models.map { $0.scores(ofFeatures: features).elements }
    }
    return models.indices.map { m in
      Matrix(
        rows: samples.rowCount, columns: models[m].layer.rowCount,
        elements: parts.flatMap { part in part[m].map { Double($0) } })
    }
  }

  /// What the layer reads of samples (n × d): them standardized, through the map.
  ///
  /// Models that differ in their layer alone share it.
  ///
  /// - Precondition: the samples have `featureCount` entries.
  public func features(of samples: FloatMatrix) -> FloatMatrix {
    precondition(samples.columnCount == featureCount)
    var rows = samples
    if let standardization {
      for i in rows.elements.indices {
        let j = i % rows.columnCount
        rows.elements[i] = (rows.elements[i] - standardization.means[j]) / standardization.deviations[j]
      }
    }
    return map?.features(of: rows) ?? rows
  }

  /// The scores (n × K) of what `features(of:)` gave.
  public func scores(ofFeatures features: FloatMatrix) -> FloatMatrix {
    precondition(features.columnCount == layer.columnCount)
    return FloatMatrix(
      rows: features.rowCount, columns: layer.rowCount,
      elements: (0..<features.rowCount).flatMap { i in
        scores(ofFeatures: Array(features.elements[features.range(ofRow: i)]))
      })
  }

  /// The class index of each row of scores (n × K).
  public static func labels(of scores: Matrix) -> [Int] {
    (0..<scores.rowCount).map { i in label(of: scores.row(i).map { Float($0) }) }
  }
}

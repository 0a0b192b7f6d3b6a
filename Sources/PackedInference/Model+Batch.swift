public import LinearAlgebra
import Messages

extension Model {
  /// The scores of many samples (n × K), computed in parallel, each exactly as alone.
  ///
  /// - Throws: a `Refusal` of kind `input` when the samples have another number of features.
  public func scores(_ samples: Matrix) throws -> Matrix {
    guard samples.columnCount == featureCount else {
      throw Refusal.input(
        "the model takes \(featureCount) features and the data have \(samples.columnCount); "
          + "use the columns it was trained on")
    }
    let width = layer.rowCount
    var result = Matrix(rows: samples.rowCount, columns: width)
    let block = 64
    result.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let out = base
      parallelFor((samples.rowCount + block - 1) / block) { part in
        for i in part * block..<min((part + 1) * block, samples.rowCount) {
          let row = scores(samples.row(i).map { Float($0) })
          for k in 0..<width { out[i * width + k] = Double(row[k]) }
        }
      }
    }
    return result
  }

  /// The class index of each row of scores (n × K).
  public static func labels(of scores: Matrix) -> [Int] {
    (0..<scores.rowCount).map { i in label(of: scores.row(i).map { Float($0) }) }
  }
}

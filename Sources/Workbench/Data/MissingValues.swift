import LinearAlgebra
import Messages
import PackedInference

/// What stands in for a missing number: the mean of its feature over rows that may be looked at.
struct MissingValues: Sendable {
  /// NaN where no row has the feature; nil where no training row is known.
  private let means: [Double]?

  /// - Parameter rows: the training rows where there are such; gaps are NaN.
  init(_ rows: Matrix) {
    var sums = [Double](repeating: 0, count: rows.columnCount)
    var counts = [Double](repeating: 0, count: rows.columnCount)
    for i in 0..<rows.rowCount {
      for (j, place) in rows.range(ofRow: i).enumerated() where !rows.elements[place].isNaN {
        sums[j] += rows.elements[place]
        counts[j] += 1
      }
    }
    means = zip(sums, counts).map { $0 / $1 }
  }

  /// The means of the rows that a model was trained on, as far as it keeps them: to standardize.
  ///
  /// Those of new samples are no substitute: what is predicted for one sample would depend on the others.
  init(of model: Model) { means = model.standardization.map { $0.means.map { Double($0) } } }

  /// Features without gaps.
  ///
  /// - Throws: a `Refusal` of kind `input` for a gap in a feature that has no mean.
  func filled(_ features: Matrix, _ name: String) throws -> Matrix {
    guard features.elements.contains(where: \.isNaN) else { return features }
    var result = features
    for place in result.elements.indices where result.elements[place].isNaN {
      let j = place % features.columnCount
      guard let means else {
        throw Refusal.input(
          "\(name), row \(place / features.columnCount + 1), feature \(j + 1): the value is missing, and the model keeps no "
            + "means of its training rows; fill it in, or train with --standardize, which keeps them")
      }
      guard means[j].isFinite else {
        throw Refusal.input(
          "\(name): feature \(j + 1) is missing in every row that a mean may be taken of; remove that column")
      }
      result.elements[place] = means[j]
    }
    return result
  }
}

import DataModels
import LinearAlgebra
import Messages

/// Targets minus their means, divided by one number so that none is large.
struct CenteredTargets {
  let targets: Targets
  let means: [Double]
  /// What was divided by.
  let unit: Double
  /// (Y − ȳ) / unit (n × K).
  let values: FloatMatrix

  /// - Throws: a `Refusal` of kind `input` where a target is not finite.
  init(_ targets: Targets) throws {
    self.targets = targets
    var y = targets.matrix
    var means = [Double](repeating: 0, count: y.columnCount)
    for i in 0..<y.rowCount { add(1, times: y.row(i), to: &means) }
    for k in means.indices {
      means[k] /= Double(y.rowCount)
      var largest = 0.0
      for i in 0..<y.rowCount {
        y[i, k] -= means[k]
        largest = max(largest, y[i, k].magnitude)
      }
      // Constant up to rounding.
      if largest <= 1e-13 * means[k].magnitude { for i in 0..<y.rowCount { y[i, k] = 0 } }
    }
    let largest = y.elements.reduce(0) { max($0, $1.magnitude) }
    guard means.allSatisfy(\.isFinite), largest.isFinite, y.elements.allSatisfy(\.isFinite) else {
      throw Refusal.input("the training targets contain values that are not finite, or too large to average")
    }
    unit = largest > 0 ? largest : 1
    for i in y.elements.indices { y.elements[i] /= unit }
    self.means = means
    values = FloatMatrix(y)
  }

  /// The targets of some samples, each as often as it has copies.
  func rows(_ samples: Range<Int>, copies: Int) -> FloatMatrix {
    FloatMatrix(
      rows: samples.count * copies, columns: values.columnCount,
      elements: samples.flatMap { i in
        (0..<copies).flatMap { _ in values.elements[values.range(ofRow: i)] }
      })
  }

  /// Whether scores, centered and divided like the targets, name another class than the one of sample i.
  func isWrong(_ scores: [Double], sample i: Int) -> Bool {
    guard case .classes(let labels, _) = targets else { return false }
    var best = 0
    for k in scores.indices where scores[k] + means[k] / unit > scores[best] + means[best] / unit { best = k }
    return best != labels[i]
  }
}

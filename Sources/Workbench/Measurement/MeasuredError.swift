public import DataModels
public import LinearAlgebra
import PackedInference
import Quotes

/// A test or validation error with its uncertainty.
public struct MeasuredError: Sendable, Equatable {
  /// Classification: the fraction of wrong labels. Regression: the mean squared error per target. NaN without samples.
  public let value: Double
  /// Classification: √(p(1 − p)/n). Regression: the standard deviation of a sample's squared error over √n.
  public let standardError: Double
  public let sampleCount: Int
  /// Classification: the same for the samples of each class; empty for regression and for leave-one-out.
  public let classes: [ClassCount]

  /// How many samples of a class there are, and how many of them got another label.
  public struct ClassCount: Sendable, Equatable {
    public var wrong = 0
    public var all = 0
  }

  /// The error; nil without samples.
  var known: Double? { sampleCount > 0 ? value : nil }
  /// Its standard error; nil without samples.
  var knownStandardError: Double? { sampleCount > 0 ? standardError : nil }

  /// The error over the rows of several measurements together.
  init(pooling parts: [MeasuredError]) {
    let n = parts.map(\.sampleCount).reduce(0, +)
    sampleCount = n
    value = parts.reduce(0) { $0 + $1.value * Double($1.sampleCount) } / Double(max(1, n))
    let squares = parts.reduce(0) {
      $0 + ($1.standardError * Double($1.sampleCount)) * ($1.standardError * Double($1.sampleCount))
    }
    standardError = squares.squareRoot() / Double(max(1, n))
    classes = (0..<(parts.first?.classes.count ?? 0)).map { k in
      parts.reduce(into: ClassCount()) {
        $0.wrong += $1.classes[k].wrong
        $0.all += $1.classes[k].all
      }
    }
  }

  /// An error by leave-one-out.
  init(_ error: ControlledError) {
    value = error.mean.isFinite ? error.mean : .infinity
    standardError = error.standardError
    sampleCount = error.sampleCount
    classes = []
  }

  /// The error of scores (n × K) against targets.
  public init(scores: Matrix, targets: Targets) {
    let errors = targets.errors(of: scores)
    let n = errors.count
    let mean = errors.reduce(0, +) / Double(max(1, n))
    sampleCount = n
    switch targets {
    case .classes(let labels, let names):
      value = n > 0 ? mean : .nan
      standardError = (mean * (1 - mean) / Double(max(1, n))).squareRoot()
      var counts = [ClassCount](repeating: ClassCount(), count: names.count)
      for (label, error) in zip(labels, errors) {
        counts[label].all += 1
        counts[label].wrong += Int(error)
      }
      classes = counts
    case .values:
      let spread = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, n - 1))
      value = n == 0 ? .nan : mean.isFinite ? mean : .infinity
      standardError = (spread / Double(max(1, n))).squareRoot()
      classes = []
    }
  }
}

/// The standard error of the difference of two mean errors measured on the same samples: that of the mean of
/// the differences sample by sample.
func pairedStandardError(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count)
  let n = Double(max(1, a.count))
  let mean = zip(a, b).reduce(0) { $0 + $1.0 - $1.1 } / n
  let squares = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1 - mean) * ($1.0 - $1.1 - mean) }
  return (squares / max(1, n - 1) / n).squareRoot()
}

/// The share of the variance of the targets that scores explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)², all targets together.
///
/// NaN where the targets do not vary.
func coefficientOfDetermination(scores: Matrix, values: Matrix) -> Double {
  var residual = 0.0
  var total = 0.0
  for k in 0..<values.columnCount {
    let column = (0..<values.rowCount).map { values[$0, k] }
    let mean = column.reduce(0, +) / Double(max(1, column.count))
    for (i, y) in column.enumerated() {
      residual += (y - scores[i, k]) * (y - scores[i, k])
      total += (y - mean) * (y - mean)
    }
  }
  return total > 0 ? 1 - residual / total : .nan
}

import Activations
import Asymptotics
import DataModels
import Testing

/// A setting of the tables, in the order of their columns.
struct FeatureSetting: CustomTestStringConvertible, Sendable {
  let name: String
  let activation: String
  let covariance: String
  let inputs: Int
  let widths: [Int]
  let samples: Int
  var lambda = 0.0
  var noise = 0.0
  /// Nil is the last layer.
  var teacher: Teacher = .matched

  enum Teacher: Sendable {
    case matched
    case layer(Int)
    /// βᵢ² = 1/d.
    case linear
  }

  var testDescription: String { name }

  func theory() throws -> FeatureTheory {
    let teacher: FeatureTeacher =
      switch teacher {
      case .matched: .layer(widths.count)
      case .layer(let layer): .layer(layer)
      case .linear: .linear(FeatureTeacher.evenCoefficients(inputs))
      }
    return try FeatureTheory(
      FeatureRegression(
        spectrum: .named(covariance, count: inputs), widths: widths,
        activation: #require(Activations.named(activation)), teacher: teacher, noiseVariance: noise))
  }

  func prediction() throws -> FeaturePrediction { try theory().prediction(samples: samples, lambda: lambda) }
}

/// Whether a number rounds to what is printed, give or take one unit of the last digit: "1.0e-5" and ".0260" count alike.
func agrees(_ value: Double, _ printed: String) -> Bool {
  let parts = printed.split(separator: "e")
  let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  var unit = 1.0
  let exponent = parts.count > 1 ? Int(parts[1])! : 0
  for _ in 0..<max(0, decimals - exponent) { unit /= 10 }
  let expected = Double(printed.hasPrefix(".") ? "0" + printed : printed)!
  return (value - expected).magnitude <= unit * 1.000_001
}

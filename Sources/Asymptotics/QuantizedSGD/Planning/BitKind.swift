import DataModels
import LinearAlgebra
import Messages
import Quantization

/// A family of number formats that a planner chooses from, by bits.
public enum BitKind: String, Sendable, CaseIterable, Codable {
  /// Symmetric integers with ranges fixed beforehand: 5√λ₁ for data, 2 max |w*| for weights, six standard deviations for
  /// labels and activations, and for the gradient those of the first residual.
  case integer
  /// Small floats of five exponent bits; their bits are those of the mantissa.
  case float

  /// What can be planned.
  var bits: ClosedRange<Int> {
    switch self {
    case .integer: 2...12
    case .float: 0...7
    }
  }

  /// Bits so many that errors are small, yet far from nothing: where the price of a bit is measured.
  var fineBits: Int {
    switch self {
    case .integer: 10
    case .float: 6
    }
  }

  /// Bits that one value takes, sign and exponent included.
  public func totalBits(_ bits: Int) -> Int {
    switch self {
    case .integer: bits
    case .float: bits + 6
    }
  }

  /// The stochastically rounded format of that many bits for a target.
  func quantizer(_ bits: Int, for target: QuantizationTarget, of model: QuantizedRegression) throws -> Quantizer {
    func none(_ file: String) throws -> [Double] { try TargetError.noGrid(file) }
    switch self {
    case .integer:
      return try Quantizer(named: "fixed\(bits):range=\(Self.range(target, model))", grid: none)
    case .float:
      return try Quantizer(named: "float:e5m\(bits)", grid: none)
    }
  }

  /// To three digits, so that the name of the format says all of it.
  private static func range(_ target: QuantizationTarget, _ model: QuantizedRegression) -> String {
    let lambda = model.spectrum.eigenvalues
    let signal = zip(lambda, model.weights).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let first = zip(lambda, zip(model.weights, model.start)).reduce(model.noiseVariance) {
      $0 + $1.0 * ($1.1.0 - $1.1.1) * ($1.1.0 - $1.1.1)
    }
    let range =
      switch target {
      case .data: 5 * (lambda.max() ?? 1).squareRoot()
      case .parameter: 2 * (model.weights + model.start).reduce(0) { max($0, $1.magnitude) }
      case .label: 6 * (signal + model.noiseVariance).squareRoot()
      case .activation: 6 * signal.squareRoot()
      case .gradient: 6 * first.squareRoot()
      }
    return NumberText.short(range > 0 ? range : 1)
  }
}

public import LinearAlgebra

/// The law of a feature around the mean of its class, of mean 0 and variance 1: Gaussian in the theory, others to see
/// how far it carries.
public enum FeatureNoise: Sendable, Equatable {
  case gaussian
  /// Student's t with 5 degrees of freedom: heavy tails.
  case student
  /// Uniform on an interval.
  case uniform
  /// ±1/√p with probability p = 0.05, else 0.
  case sparse
  /// max(z, 0) of a Gaussian z, centered and scaled: skew, and half of all values equal.
  case rectified

  public var name: String {
    switch self {
    case .gaussian: "Gaussian"
    case .student: "Student, 5 degrees"
    case .uniform: "uniform"
    case .sparse: "sparse ±1"
    case .rectified: "rectified Gaussian"
    }
  }

  /// So many independent values, from the position of the stream.
  public func sample(_ count: Int, using stream: inout RandomStream) -> [Double] {
    switch self {
    case .gaussian: return stream.gaussians(count)
    case .student:
      let degrees = 5
      let scale = (Double(degrees - 2) / Double(degrees)).squareRoot()
      let numerators = stream.gaussians(count)
      let parts = stream.gaussians(degrees * count)
      return (0..<count).map { i in
        var square = 0.0
        for j in 0..<degrees { square += parts[degrees * i + j] * parts[degrees * i + j] }
        return scale * numerators[i] / (square / Double(degrees)).squareRoot()
      }
    case .uniform: return stream.uniforms(count).map { 12.0.squareRoot() * ($0 - 0.5) }
    case .sparse:
      let share = 0.05
      return stream.uniforms(count).map { u in
        u < share / 2 ? -1 / share.squareRoot() : u < share ? 1 / share.squareRoot() : 0
      }
    case .rectified:
      // E max(z, 0) = 1/√(2π), Var = 1/2 − 1/(2π).
      let mean = 1 / (2 * Double.pi).squareRoot()
      let deviation = (0.5 - mean * mean).squareRoot()
      return stream.gaussians(count).map { (max($0, 0) - mean) / deviation }
    }
  }
}

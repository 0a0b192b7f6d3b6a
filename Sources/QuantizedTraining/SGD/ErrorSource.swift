import DataModels
import LinearAlgebra

/// Draws the errors of one target and adds them.
///
///     v ← v + √additive ζ + √multiplicative ζ′ v
///
/// ζ′ is one number for each group of neighbors: an element, a row, or a whole batch.
struct ErrorSource {
  private let error: IdealizedError
  private var additive: RandomStream
  private var multiplicative: RandomStream

  init(_ error: IdealizedError, _ stream: RandomStream) {
    self.error = error
    additive = stream.branch("additive")
    multiplicative = stream.branch("multiplicative")
  }

  /// - Parameter rowLength: the numbers that belong to one sample.
  mutating func apply(to values: inout [Double], rowLength: Int = 1) {
    let relative = error.multiplicative > 0 ? factors(values.count, rowLength) : []
    let absolute = error.additive > 0 ? Self.draw(values.count, error.law, &additive) : []
    if !relative.isEmpty {
      let length = values.count / relative.count
      if length == 1 {
        Self.multiply(&values, relative, error.multiplicative.squareRoot())
      } else {
        let size = error.multiplicative.squareRoot()
        for i in values.indices { values[i] *= 1 + size * relative[i / length] }
      }
    }
    if !absolute.isEmpty { add(error.additive.squareRoot(), times: absolute[...], to: &values) }
  }

  private mutating func factors(_ count: Int, _ rowLength: Int) -> [Double] {
    let groups =
      switch error.granularity {
      case .element: count
      case .row: count / rowLength
      case .batch: 1
      }
    return Self.draw(groups, error.law, &multiplicative)
  }

  private static func multiply(_ values: inout [Double], _ factors: [Double], _ size: Double) {
    let factors = factors.span
    var values = values.mutableSpan
    for i in factors.indices { values[unchecked: i] *= 1 + size * factors[unchecked: i] }
  }

  /// Numbers of mean 0 and variance 1.
  private static func draw(_ count: Int, _ law: IdealizedError.Law, _ stream: inout RandomStream) -> [Double] {
    switch law {
    case .gaussian: stream.gaussians(count)
    case .uniform: stream.uniforms(count).map { ($0 - 0.5) * 12.0.squareRoot() }
    case .twoPoint: stream.signs(count)
    }
  }
}

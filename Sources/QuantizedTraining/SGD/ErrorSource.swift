import DataModels
import LinearAlgebra

/// Draws idealized errors of one target and adds them.
///
///     v ← (1 + √multiplicative ζ′) v + √additive ζ
///
/// ζ′ is drawn for each value, or once for all that are given together: a row of data, a batch.
struct ErrorSource {
  let error: IdealizedError
  var additive: RandomStream
  var multiplicative: RandomStream

  init(_ error: IdealizedError, _ stream: RandomStream) {
    self.error = error
    additive = stream.branch("additive")
    multiplicative = stream.branch("multiplicative")
  }

  mutating func apply(to values: inout [Double]) {
    if error.multiplicative > 0 {
      let size = error.multiplicative.squareRoot()
      if error.granularity == .element {
        let factors = draw(values.count, &multiplicative)
        for i in values.indices { values[i] *= 1 + size * factors[i] }
      } else {
        let factor = 1 + size * draw(1, &multiplicative)[0]
        for i in values.indices { values[i] *= factor }
      }
    }
    if error.additive > 0 {
      add(error.additive.squareRoot(), times: draw(values.count, &additive)[...], to: &values)
    }
  }

  /// Numbers of mean 0 and variance 1.
  private func draw(_ count: Int, _ stream: inout RandomStream) -> [Double] {
    switch error.law {
    case .gaussian: stream.gaussians(count)
    case .uniform: stream.uniforms(count).map { ($0 - 0.5) * 12.0.squareRoot() }
    case .twoPoint: stream.signs(count)
    }
  }
}

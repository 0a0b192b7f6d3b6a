import LinearAlgebra

/// The two parts of the variance of the field of a column: (T_g / 2g)² = τ_g² · signal + σ_g² · noise.
struct FieldStrengths: OrderParameters {
  var signal: Double
  var noise: Double

  /// Logarithms: both span many orders and stay positive.
  var coordinates: [Double] { [logarithm(max(signal, 1e-300)), logarithm(max(noise, 1e-300))] }

  init(signal: Double, noise: Double) {
    self.signal = signal
    self.noise = noise
  }

  init(coordinates: [Double]) {
    self.init(signal: exponential(coordinates[0]), noise: exponential(coordinates[1]))
  }
}

/// The degrees of freedom of ridge with strength μ on the pool, and the strength κ that it has in the population.
///
///     D = Σ e/(e + μ),   κ = μ/(1 − D/N),   D₂ = D + κ dD/dκ = Tr Σ²(Σ + κ)⁻²
struct ResolventLaw {
  let degrees: Double
  let kappa: Double
  let secondDegrees: Double

  /// - Parameter eigenvalues: of ΦᵀΦ/N.
  init(_ eigenvalues: [Double], mu: Double, pool n: Double) {
    var (degrees, slope, rest) = (0.0, 0.0, 0.0)
    for e in eigenvalues {
      degrees += e / (e + mu)
      slope -= e / ((e + mu) * (e + mu))
      rest += mu / (e + mu)
    }
    // N − D, without the difference of nearly equal numbers.
    let free = (n - Double(eigenvalues.count) + rest) / n
    kappa = mu / free
    self.degrees = degrees
    secondDegrees = degrees + kappa * slope / (1 / free + mu * slope / (n * free * free))
  }
}

import DataModels

/// The distinct eigenvalues of the inputs, how many there are of each, and how much of a linear teacher lies on them.
///
/// - Complexity: sums cost O(distinct eigenvalues): one for inputs of equal variance.
struct GroupedSpectrum: Sendable {
  struct Level: Sendable {
    let eigenvalue: Double
    var count: Double
    /// Σ βᵢ² of the coefficients there; 0 for teachers that are no function of the input alone.
    var strength: Double
  }

  let levels: [Level]
  /// d₀.
  let count: Double
  /// Tr Σ₀/d₀.
  let mean: Double

  init(_ spectrum: InputSpectrum, coefficients: [Double]?) {
    let e = spectrum.eigenvalues
    var levels: [Level] = []
    for i in e.indices.sorted(by: { e[$0] > e[$1] }) {
      let strength = coefficients.map { $0[i] * $0[i] } ?? 0
      if let last = levels.last, last.eigenvalue == e[i] {
        levels[levels.count - 1].count += 1
        levels[levels.count - 1].strength += strength
      } else {
        levels.append(Level(eigenvalue: e[i], count: 1, strength: strength))
      }
    }
    self.levels = levels
    count = Double(e.count)
    mean = spectrum.mean
  }

  /// D₀ = Σ e/(e + κ) and dD₀/dκ.
  func degreesOfFreedom(_ kappa: Double) -> (value: Double, slope: Double) {
    var (value, slope) = (0.0, 0.0)
    for level in levels {
      let share = level.eigenvalue / (level.eigenvalue + kappa)
      value += level.count * share
      slope -= level.count * share / (level.eigenvalue + kappa)
    }
    return (value, slope)
  }

  /// The variance of β·x, and of it what is not learned at κ, with d/dκ: Σ βᵢ² eᵢ κ/(eᵢ + κ).
  func teacher(_ kappa: Double) -> (variance: Double, rest: Double, restSlope: Double) {
    var (variance, rest, slope) = (0.0, 0.0, 0.0)
    for level in levels where level.strength > 0 {
      let own = level.strength * level.eigenvalue
      let share = level.eigenvalue / (level.eigenvalue + kappa)
      variance += own
      rest += own * kappa / (level.eigenvalue + kappa)
      slope += own * share / (level.eigenvalue + kappa)
    }
    return (variance, rest, slope)
  }
}

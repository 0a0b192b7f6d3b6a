import LinearAlgebra

/// The scores that every sample of the pool gets from all the others, S the smoother of ridge.
struct LeftOutScores {
  private let smoother: Matrix
  /// 1 − Sᵢᵢ.
  private let free: [Double]
  private let answers: Matrix
  /// rᵢ = (yᵢ − (SY)ᵢ)/(1 − Sᵢᵢ) (N × C).
  private let residuals: Matrix

  /// - Parameter shares: e/(e + μ) for each direction.
  /// - Returns: nil where a sample alone determines its own score.
  init?(_ curve: LearningCurve, shares: [Double]) {
    var roots = curve.directions
    for (k, share) in shares.enumerated() {
      let factor = share.squareRoot()
      for i in roots.range(ofRow: k) { roots.elements[i] *= factor }
    }
    let smoother = roots.gram
    let n = curve.sampleCount
    // (1 − S)Y and 1 − S in coordinates: what remains in each direction, and all of what lies outside of them.
    var kept = curve.coordinates
    for (k, share) in shares.enumerated() {
      for c in kept.range(ofRow: k) { kept.elements[c] *= share }
    }
    let fitted = curve.directions.transposedTimes(kept)
    var free = [Double](repeating: 0, count: n)
    var residuals = curve.answers
    for i in 0..<n {
      free[i] = 1 - smoother[i, i]
      guard free[i] > 1e-13 else { return nil }
      for c in 0..<residuals.columnCount { residuals[i, c] = (residuals[i, c] - fitted[i, c]) / free[i] }
    }
    self.smoother = smoother
    self.free = free
    answers = curve.answers
    self.residuals = residuals
  }

  /// Σ |rᵢ|²/N.
  var squaredError: Double { squaredNorm(residuals.elements[...]) / Double(free.count) }

  /// How many of the scores would name the right class, had they been made by fewer samples.
  ///
  ///     fᵢ = yᵢ − rᵢ + c Σ_{j≠i} S̃ᵢⱼ ξⱼ rⱼ,   S̃ᵢⱼ = Sᵢⱼ/(1 − Sᵢᵢ),  ξ ~ N(0, 1),   c² Σ S̃ᵢⱼ²|rⱼ|² = excess · Σ|rⱼ|²
  ///
  /// Noise of equal size everywhere is too optimistic: it belongs to a class and a place.
  func accuracy(_ labels: [Int], excess: Double, draws: Int, using stream: RandomStream) -> Double {
    let (n, classes) = (free.count, residuals.columnCount)
    let sizes = (0..<n).map { squaredNorm(residuals.row($0)) }
    var spread = 0.0
    for i in 0..<n {
      let row = smoother.row(i)
      var sum = -row[row.startIndex + i] * row[row.startIndex + i] * sizes[i]
      for (s, size) in zip(row, sizes) { sum += s * s * size }
      spread += sum / (free[i] * free[i])
    }
    let strength = spread > 0 ? (excess * sizes.reduce(0, +) / spread).squareRoot() : 0
    let draws = strength > 0 ? draws : 1
    var right = 0
    for draw in 0..<draws {
      var random = stream.branch("draw", draw)
      let xi = strength > 0 ? random.gaussians(n) : [Double](repeating: 0, count: n)
      var noise = residuals
      for i in 0..<n {
        for c in 0..<classes { noise[i, c] *= xi[i] }
      }
      let mixed = smoother.times(noise)
      for i in 0..<n {
        var scores = [Double](repeating: 0, count: classes)
        for c in 0..<classes {
          let moved = strength * (mixed[i, c] - smoother[i, i] * noise[i, c]) / free[i]
          scores[c] = answers[i, c] - residuals[i, c] + moved
        }
        if indexOfLargest(scores[...]) == labels[i] { right += 1 }
      }
    }
    return Double(right) / Double(draws * n)
  }
}

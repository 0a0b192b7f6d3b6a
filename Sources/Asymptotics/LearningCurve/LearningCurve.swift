public import DataModels
public import LinearAlgebra
import Messages

/// Errors at other numbers of training samples, from one pool of N samples, for ridge on given features.
///
/// The spectrum of the pool says how errors scale with n, and its leave-one-out residuals, where they begin; nothing is
/// assumed of the population beyond that ridge sees features like Gaussian ones. There is no intercept.
///
///     MSE(n) = (1/C) Tr T_N (1 − γ_N)/(1 − γ_n),   T_N = Σ rᵢrᵢᵀ/N,  rᵢ = (yᵢ − (SY)ᵢ)/(1 − Sᵢᵢ)
///
/// | way to the singular values S of Φ | keeps | chosen |
/// |---|---|---|
/// | singular value decomposition | S > 1e-7 S_max | no: none in the house |
/// | eigenvalues of the smaller Gram matrix | S > 3e-7 S_max: squares resolve no more | yes; features in Float32 have no more digits |
///
/// - Complexity: O(N D min(N, D)) once; O(N² rank) for each n.
/// - Source: `Documentation/FeatureTheory.md`, learning curves.
public struct LearningCurve: Sendable {
  /// The most samples of a pool: its smoother is a matrix of 800 MB.
  public static let poolLimit = 10_000

  let targets: Targets
  /// N and D.
  let sampleCount: Int
  let featureCount: Int
  /// S²/N, descending order not needed.
  let eigenvalues: [Double]
  /// Row k is the k-th left singular vector (rank × N).
  let directions: Matrix
  /// Y (N × C) and its coordinates (rank × C).
  let answers: Matrix
  let coordinates: Matrix

  /// - Parameters:
  ///   - features: Φ (N × D), raw: ReLU features bring a constant of their own.
  ///   - targets: of the same samples.
  /// - Throws: a `Refusal` of kind `input` for fewer than two samples, too many, values that are not finite, or features
  ///   that are all zero.
  public init(features: Matrix, targets: Targets) throws {
    let n = features.rowCount
    guard n >= 2, n <= Self.poolLimit else {
      throw Refusal.input(
        "a learning curve is predicted from a pool of 2 to \(NumberText.grouped(Self.poolLimit)) samples; found \(NumberText.grouped(n)); choose some rows"
      )
    }
    guard features.rowCount == targets.count, targets.columnCount >= 1 else {
      throw Refusal.input("there are \(n) samples but \(targets.count) targets; both must have the same number of rows")
    }
    let answers = targets.matrix
    guard features.elements.allSatisfy(\.isFinite), answers.elements.allSatisfy(\.isFinite) else {
      throw Refusal.input("the features or targets of the pool contain values that are not finite")
    }
    let isWide = n <= features.columnCount
    let eigen = try SymmetricEigen(isWide ? features.rowGram : features.gram)
    let largest = eigen.values.last ?? 0
    guard largest > 0 else { throw Refusal.input("all features of the pool are zero, so that nothing can be learned") }
    let kept = eigen.values.indices.filter { eigen.values[$0] > 1e-13 * largest }
    var directions = eigen.vectors.rows(kept)
    if !isWide {
      // u = Φ v/S.
      directions = directions.timesTransposed(features)
      for (row, index) in kept.enumerated() {
        let factor = 1 / eigen.values[index].squareRoot()
        for i in directions.range(ofRow: row) { directions.elements[i] *= factor }
      }
    }
    self.targets = targets
    sampleCount = n
    featureCount = features.columnCount
    eigenvalues = kept.map { eigen.values[$0] / Double(n) }
    self.directions = directions
    self.answers = answers
    coordinates = directions.times(answers)
  }

  /// N.
  public var poolSize: Int { sampleCount }

  /// The fit to n samples by min ‖ΦW − Y‖² + λ‖W‖².
  ///
  /// - Parameters:
  ///   - draws: of the noise that makes scores of N samples into scores of n.
  ///   - stream: branch "draw" i draws number i.
  /// - Throws: a `Refusal` of kind `usage` for n or λ out of range.
  public func point(samples: Int, lambda: Double, draws: Int = 20, using stream: RandomStream) throws
    -> LearningCurvePoint
  {
    guard (2...1_000_000_000).contains(samples) else {
      throw Refusal.usage("the number of training samples must lie between 2 and 1,000,000,000; found \(samples)")
    }
    guard lambda >= 0, lambda.isFinite else {
      throw Refusal.usage("λ must be at least 0; found \(NumberText.short(lambda))")
    }
    guard draws >= 1 else { throw Refusal.usage("scores need at least one draw of their noise; found \(draws)") }
    var point = LearningCurvePoint(samples: samples, lambda: lambda, flags: flags(samples, lambda))
    guard let mu = try regularization(Double(samples), lambda) else {
      point.flags.append("beyond-resolvable-range")
      return point
    }
    let law = ResolventLaw(eigenvalues, mu: mu, pool: Double(sampleCount))
    let gammas = (at: law.secondDegrees / Double(samples), pool: law.secondDegrees / Double(sampleCount))
    let scores = LeftOutScores(self, shares: eigenvalues.map { $0 / ($0 + mu) })
    let grown = (1 - gammas.pool) / (1 - gammas.at)
    guard let scores, gammas.at < 1, gammas.pool < 1, grown.isFinite else {
      point.flags.append("beyond-resolvable-range")
      return point
    }
    let unused = 1 - law.degrees / Double(samples)
    let mse = scores.squaredError / Double(answers.columnCount) * grown
    point.testMSE = mse
    point.trainMSE = unused * unused * mse
    point.gamma = gammas.at
    point.kappa = law.kappa
    point.degreesOfFreedom = law.degrees
    if samples <= sampleCount, case .classes(let labels, _) = targets {
      let excess = max(gammas.at * grown - gammas.pool, 0)
      point.accuracy = scores.accuracy(labels, excess: excess, draws: draws, using: stream)
      if samples < 200 { point.flags.append("accuracy-within-4-points") }
    }
    return point
  }

  /// μ with κ (n − D) = λ; nil where n is beyond what the pool resolves.
  private func regularization(_ n: Double, _ lambda: Double) throws -> Double? {
    let pool = Double(sampleCount)
    let (smallest, largest) = (eigenvalues.min() ?? 0, eigenvalues.max() ?? 0)
    let rank = Double(eigenvalues.count)
    // Least squares, or the leave-one-out of an interpolation: μ → 0 in both.
    if lambda == 0, rank < pool ? n > rank : n == pool { return 1e-8 * smallest }
    let (low, high) = (logarithm(smallest) - 18, logarithm(largest) + 25)
    // Shifted, so that the relative tolerance of the root is one of μ everywhere.
    func excess(_ x: Double) -> Double {
      let law = ResolventLaw(eigenvalues, mu: exponential(x + low - 1), pool: pool)
      return law.kappa * (n - law.degrees) - lambda
    }
    guard excess(1) < 0, excess(high - low + 1) > 0 else { return nil }
    return exponential(try BracketedRoot.root(in: 1...(high - low + 1)) { excess($0) } + low - 1)
  }

  /// Ridge so weak that the fit nearly interpolates.
  private func flags(_ samples: Int, _ lambda: Double) -> [String] {
    let meanSquare = eigenvalues.reduce(0, +) / Double(featureCount)
    let isTiny = lambda <= 1e-4 * Double(samples) * meanSquare
    let ratio = Double(samples) / Double(featureCount)
    let condition = (eigenvalues.max() ?? 0) / (eigenvalues.min() ?? 1)
    var flags: [String] = []
    if samples > sampleCount { flags.append("extrapolation") }
    if isTiny, ratio >= 0.35, ratio <= 1.1 { flags.append("interpolation-peak") }
    if isTiny, ratio > 1.1, condition > 1e6 || eigenvalues.count < min(sampleCount, featureCount) {
      flags.append("nearly-rank-deficient")
    }
    return flags
  }
}

extension Matrix {
  /// The matrix times the number that makes the mean square of its entries 1; itself where all are 0.
  public var withUnitMeanSquare: Matrix {
    let mean = squaredNorm(elements[...]) / Double(max(1, elements.count))
    guard mean > 0, mean.isFinite else { return self }
    let factor = 1 / mean.squareRoot()
    return Matrix(rows: rowCount, columns: columnCount, elements: elements.map { $0 * factor })
  }
}

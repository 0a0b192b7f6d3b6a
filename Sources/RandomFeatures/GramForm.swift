import FeatureMaps
import LinearAlgebra
import Messages

/// The fit through G = ΦᵀΦ (w × w), for maps that are not wider than there are rows.
struct GramForm {
  private var blocks: FeatureBlocks
  private let targets: CenteredTargets
  private let means: [Double]
  private let gram: Matrix
  private let correlations: Matrix
  private let meanDiagonal: Double

  /// One pass over the features.
  ///
  /// They are summed after a provisional mean, that of the first block, has been taken from them; what it misses of
  /// the true mean is corrected in Float64. Without, ReLU features have means larger than their deviations, and
  /// the rounding of Float32 leaves a G that is not positive definite at small λ.
  init(_ all: FeatureBlocks, _ targets: CenteredTargets, _ observe: (LastLayerFit.Stage, Double) -> Void) throws {
    var blocks = all
    let width = blocks.map.outputCount
    var gram = Matrix(rows: width, columns: width)
    var correlations = Matrix(rows: targets.means.count, columns: width)
    var provisional: [Float] = []
    var sums = [Double](repeating: 0, count: width)
    for (index, samples) in blocks.ranges.enumerated() {
      var features = blocks.block(index)
      if index == 0 { provisional = features.columnSums.map { Float($0 / Double(features.rowCount)) } }
      features.subtract(fromColumns: provisional)
      gram.addGram(of: features)
      add(1, times: features.columnSums[...], to: &sums)
      let products = targets.rows(samples, copies: blocks.copyCount).transposedTimes(features)
      for i in products.elements.indices { correlations.elements[i] += Double(products.elements[i]) }
      observe(.features, Double(samples.upperBound) / Double(blocks.samples.rowCount))
    }
    let n = Double(blocks.rowCount)
    let shift = sums.map { $0 / n }
    for i in 0..<width {
      for j in 0..<width { gram.elements[i * width + j] -= n * (shift[i] * shift[j]) }
    }
    means = zip(provisional, shift).map { Double($0) + $1 }
    meanDiagonal = (0..<width).reduce(0) { $0 + gram[$1, $1] } / Double(width)
    try checkVariation(meanDiagonal)
    self.gram = gram
    self.correlations = correlations
    self.blocks = blocks
    self.targets = targets
  }

  func fit(_ grid: [Double], leavingOut samples: [Int], _ observe: (LastLayerFit.Stage, Double) -> Void) throws
    -> LastLayer
  {
    var candidates = RidgeCandidates()
    for (done, relative) in grid.enumerated() {
      observe(.ridge, Double(done) / Double(grid.count))
      let lambda = relative * meanDiagonal
      guard let factor = Cholesky(gram.plusDiagonal(lambda)) else {
        candidates.skip(relative, lambda)
        continue
      }
      let weights = Matrix.solve(factor, rows: correlations)
      let judged = leaveOneOut(samples, factor, weights)
      candidates.add(relative, lambda, weights: weights, judged: judged, targets: targets)
    }
    observe(.ridge, 1)
    let (weights, lambda) = try candidates.chosen()
    return LastLayer(
      weights: weights, lambda: lambda, path: candidates.path, means: means, gram: gram, correlations: correlations,
      targets: targets)
  }

  /// H_gg = 1/N + ZᵀZ with L Z = Φ_gᵀ; the square root of the condition of G + λ is all that Float32 sees.
  private func leaveOneOut(_ samples: [Int], _ factor: Cholesky, _ weights: Matrix) -> LeaveOneOut {
    var blocks = blocks
    var judged = LeaveOneOut()
    let lower = FloatMatrix(factor.lowerTriangle)
    let narrow = FloatMatrix(weights)
    let floatMeans = means.map { Float($0) }
    let (copies, n) = (blocks.copyCount, Double(blocks.rowCount))
    for (index, range) in blocks.ranges.enumerated() {
      let wanted = samples.filter(range.contains)
      guard !wanted.isEmpty else { continue }
      let all = blocks.block(index)
      var features = FloatMatrix(
        rows: wanted.count * copies, columns: all.columnCount,
        elements: wanted.flatMap { i in
          all.elements[
            (i - range.lowerBound) * copies * all.columnCount..<(i - range.lowerBound + 1) * copies * all.columnCount]
        })
      features.subtract(fromColumns: floatMeans)
      let scores = features.timesTransposed(narrow)
      let products = LeaveOneOut.products(features.transposed.solved(lower: lower), copies: copies)
      for (g, i) in wanted.enumerated() {
        var rest = Matrix(rows: copies, columns: copies)
        for a in 0..<copies {
          for b in 0..<copies { rest[a, b] = (a == b ? 1 : 0) - 1 / n - products[g][a, b] }
        }
        var residuals = Matrix(rows: narrow.rowCount, columns: copies)
        for k in 0..<narrow.rowCount {
          for a in 0..<copies { residuals[k, a] = Double(targets.values[i, k]) - Double(scores[g * copies + a, k]) }
        }
        judged.add(i, rest: rest, residuals: residuals, targets: targets)
      }
    }
    return judged
  }
}

/// - Throws: a `Refusal` where features do not vary, or are not finite.
func checkVariation(_ meanDiagonal: Double) throws {
  guard meanDiagonal.isFinite else {
    throw Refusal.input("the random features of the training data are not all finite; bring the data nearer to 1")
  }
  guard meanDiagonal > 0 else {
    throw Refusal.input("no random feature varies over the training data, so that nothing can be learned from them")
  }
}

extension LastLayer {
  /// A fit in units of the targets.
  init(
    weights: Matrix, lambda: Double, path: [Point], means: [Double], gram: Matrix?, correlations: Matrix,
    targets: CenteredTargets
  ) {
    func scaled(_ a: Matrix) -> Matrix {
      Matrix(rows: a.rowCount, columns: a.columnCount, elements: a.elements.map { $0 * targets.unit })
    }
    self.weights = scaled(weights)
    self.lambda = lambda
    self.path = path
    featureMeans = means
    targetMeans = targets.means
    self.gram = gram
    self.correlations = scaled(correlations)
    intercept = zip(0..., targets.means).map { k, mean in
      mean - targets.unit * dot(weights.row(k), means[...])
    }
  }
}

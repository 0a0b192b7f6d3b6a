import FeatureMaps
import LinearAlgebra

/// The fit through ΦΦᵀ (N × N), for maps that are wider than there are rows.
///
///     W = Yᵀ (ΦΦᵀ + λ)⁻¹ Φ,   all centered
struct KernelForm {
  private let targets: CenteredTargets
  private let copies: Int
  /// Φ, centered (N × w).
  private let features: FloatMatrix
  /// Yᵀ for each row and copy, centered (K × N).
  private let answers: Matrix
  private let means: [Double]
  private let kernel: Matrix
  private let meanDiagonal: Double

  init(_ all: FeatureBlocks, _ targets: CenteredTargets, _ observe: (LastLayerFit.Stage, Double) -> Void) throws {
    var blocks = all
    let (n, width) = (blocks.rowCount, blocks.map.outputCount)
    var features = FloatMatrix(rows: 0, columns: width)
    features.elements.reserveCapacity(n * width)
    for (index, samples) in blocks.ranges.enumerated() {
      features.elements += blocks.block(index).elements
      observe(.features, Double(samples.upperBound) / Double(blocks.samples.rowCount))
    }
    features = FloatMatrix(rows: n, columns: width, elements: features.elements)
    means = features.columnSums.map { $0 / Double(n) }
    features.subtract(fromColumns: means.map { Float($0) })
    var kernel = Matrix(rows: n, columns: n)
    for low in stride(from: 0, to: width, by: 1024) {
      kernel.addGram(of: features.columns(low..<min(low + 1024, width)).transposed)
    }
    kernel.center()
    meanDiagonal = (0..<n).reduce(0) { $0 + kernel[$1, $1] } / Double(width)
    try checkVariation(meanDiagonal)
    answers = targets.rows(0..<blocks.samples.rowCount, copies: blocks.copyCount).widened.transposed
    self.kernel = kernel
    self.features = features
    self.targets = targets
    copies = blocks.copyCount
  }

  func fit(_ grid: [Double], leavingOut samples: [Int], _ observe: (LastLayerFit.Stage, Double) -> Void) throws
    -> LastLayer
  {
    var candidates = RidgeCandidates()
    for (done, relative) in grid.enumerated() {
      observe(.ridge, Double(done) / Double(grid.count))
      let lambda = relative * meanDiagonal
      guard let factor = Cholesky(kernel.plusDiagonal(lambda)) else {
        candidates.skip(relative, lambda)
        continue
      }
      let duals = Matrix.solve(factor, rows: answers)
      let judged = leaveOneOut(samples, factor, duals, lambda)
      let weights = FloatMatrix(duals).times(features).widened
      candidates.add(relative, lambda, weights: weights, judged: judged, targets: targets)
    }
    observe(.ridge, 1)
    let (weights, lambda) = try candidates.chosen()
    var gram: Matrix?
    if features.columnCount <= LastLayerFit.gramLimit {
      gram = Matrix(rows: features.columnCount, columns: features.columnCount)
      gram?.addGram(of: features)
    }
    return LastLayer(
      weights: weights, lambda: lambda, path: candidates.path, means: means, gram: gram,
      correlations: FloatMatrix(answers).times(features).widened, targets: targets)
  }

  /// 1 − H_gg = λ Q_gg − 1/N and r = λ Q y with Q = (ΦΦᵀ + λ)⁻¹; Q_gg = ZᵀZ, L Z = the unit vectors of g.
  private func leaveOneOut(_ samples: [Int], _ factor: Cholesky, _ duals: Matrix, _ lambda: Double) -> LeaveOneOut {
    var judged = LeaveOneOut()
    let n = features.rowCount
    let lower = FloatMatrix(factor.lowerTriangle)
    let step = max(1, 1024 / copies)
    for low in stride(from: 0, to: samples.count, by: step) {
      let wanted = samples[low..<min(low + step, samples.count)]
      var units = FloatMatrix(rows: n, columns: wanted.count * copies)
      for (g, i) in wanted.enumerated() {
        for a in 0..<copies { units[i * copies + a, g * copies + a] = 1 }
      }
      let products = LeaveOneOut.products(units.solved(lower: lower), copies: copies)
      for (g, i) in wanted.enumerated() {
        var rest = products[g]
        for j in rest.elements.indices { rest.elements[j] = lambda * rest.elements[j] - 1 / Double(n) }
        var residuals = Matrix(rows: duals.rowCount, columns: copies)
        for k in 0..<duals.rowCount {
          for a in 0..<copies { residuals[k, a] = lambda * duals[k, i * copies + a] }
        }
        judged.add(i, rest: rest, residuals: residuals, targets: targets)
      }
    }
    return judged
  }
}

extension FloatMatrix {
  /// Some columns, a copy.
  fileprivate func columns(_ range: Range<Int>) -> FloatMatrix {
    var part = FloatMatrix(rows: rowCount, columns: range.count)
    for i in 0..<rowCount {
      let start = i * columnCount
      part.elements.replaceSubrange(
        part.range(ofRow: i), with: elements[start + range.lowerBound..<start + range.upperBound])
    }
    return part
  }
}

extension Matrix {
  /// Takes the means of rows and columns out of a symmetric matrix: what rounding left of the mean of Φ.
  fileprivate mutating func center() {
    let n = rowCount
    let means = (0..<n).map { row($0).reduce(0, +) / Double(n) }
    let mean = means.reduce(0, +) / Double(n)
    for i in 0..<n {
      for j in 0..<n { elements[i * n + j] -= means[i] + means[j] - mean }
    }
  }
}

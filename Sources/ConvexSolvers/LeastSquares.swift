public import LinearAlgebra
import Messages

/// The data of min over W of ‖XWᵀ − Y‖²_F + λ Σₖ f(wₖ), prepared once for every penalty and every λ.
///
/// X has shape n × d and Y shape n × K; the columns of Y are separate problems that share X. With an
/// intercept both are centered by their means, which removes the unpenalized constant exactly.
///
/// The preparation is one symmetric eigendecomposition, of XᵀX where d ≤ n and of XXᵀ otherwise, made when
/// it is first needed. It serves the whole ridge path, leave-one-out, and every linear system inside ADMM at
/// every ρ; ridge at a single strength does without.
///
/// - Complexity: O(n d min(n, d) + min(n, d)³) time once; memory for a centered copy of X.
public struct LeastSquares: Sendable {
  /// X, centered when there is an intercept (n × d).
  public let features: Matrix
  /// Yᵀ, centered likewise: one row per class (K × n).
  public let targets: Matrix
  /// The means that were subtracted; zeros without an intercept.
  public let featureMeans: [Double]
  public let targetMeans: [Double]
  public let hasIntercept: Bool

  /// XᵀX where d ≤ n, else XXᵀ.
  let smallGram: Matrix
  /// What `directions` and `eigenvalues` read; shared by the copies of this value.
  let spectrum = Once<Spectrum>()
  private let wideGram = Once<Matrix>()
  /// (XᵀY)ᵀ (K × d), of the centered values.
  public let correlations: Matrix
  /// ‖yₖ‖² of each centered target.
  let squaredTargetNorms: [Double]
  /// ‖xⱼ‖² of each centered feature; zero for a constant one.
  public let squaredColumnNorms: [Double]

  public var sampleCount: Int { features.rowCount }
  public var featureCount: Int { features.columnCount }
  public var columnCount: Int { targets.rowCount }

  /// - Parameters:
  ///   - features: X (n × d), finite.
  ///   - targets: Y (n × K), finite.
  /// - Throws: a `Refusal` of kind `input` for no rows, no columns or values that are not finite.
  public init(features: Matrix, targets: Matrix, intercept: Bool = true) throws {
    precondition(features.rowCount == targets.rowCount)
    guard features.rowCount > 0, features.columnCount > 0, targets.columnCount > 0 else {
      throw Refusal.input(
        "the training data have \(features.rowCount) rows, \(features.columnCount) features and \(targets.columnCount) targets; each must be at least 1"
      )
    }
    hasIntercept = intercept
    featureMeans = intercept ? columnMeans(features) : [Double](repeating: 0, count: features.columnCount)
    targetMeans = intercept ? columnMeans(targets) : [Double](repeating: 0, count: targets.columnCount)
    guard featureMeans.allSatisfy(\.isFinite), targetMeans.allSatisfy(\.isFinite),
      features.elements.allSatisfy(\.isFinite), targets.elements.allSatisfy(\.isFinite)
    else {
      throw Refusal.input("the training data contain values that are not finite, or too large to average")
    }
    self.features = intercept ? centered(features, featureMeans) : features
    self.targets = (intercept ? centered(targets, targetMeans) : targets).transposed
    let rows = self.targets
    squaredColumnNorms = squaredNorms(ofColumns: self.features)
    squaredTargetNorms = (0..<rows.rowCount).map { squaredNorm(rows.row($0)) }
    for (what, norms) in [("features", squaredColumnNorms), ("targets", squaredTargetNorms)] {
      let largest = norms.max() ?? 0
      // Squares of squares must neither overflow nor vanish.
      guard largest == 0 || (1e-140...1e140).contains(largest) else {
        throw Refusal.input(
          "the \(what) of the training data have magnitudes around \(NumberText.scientific((largest / Double(features.rowCount)).squareRoot(), 0)), beyond what can be computed with; rescale them"
        )
      }
    }
    correlations = rows.times(self.features)

    smallGram =
      features.columnCount <= features.rowCount ? self.features.gram : self.features.rowGram
  }

  /// The intercept that goes with weights (K × d): βₖ = ȳₖ − wₖ · x̄; zeros without an intercept.
  ///
  /// It also corrects the bias of *compressed* weights, whose scores have another mean.
  public func intercept(for weights: Matrix) -> [Double] {
    (0..<weights.rowCount).map { targetMeans[$0] - dot(weights.row($0), featureMeans[...]) }
  }

  /// XᵀX, kept where d ≤ n or d ≤ 2048 (32 MB); the paths ask for it at every round.
  var gram: Matrix? {
    if featureCount <= sampleCount { return smallGram }
    return featureCount <= 2048 ? wideGram { features.gram } : nil
  }

  /// W XᵀX for weights W (k × d).
  func timesGram(_ weights: Matrix) -> Matrix {
    if let gram { return weights.times(gram) }
    return weights.timesTransposed(features).times(features)
  }
}

private func columnMeans(_ matrix: Matrix) -> [Double] {
  var sums = [Double](repeating: 0, count: matrix.columnCount)
  for i in 0..<matrix.rowCount {
    let start = i * matrix.columnCount
    for j in sums.indices { sums[j] += matrix.elements[start + j] }
  }
  return sums.map { $0 / Double(matrix.rowCount) }
}

/// The matrix minus its column means; a column that is constant up to rounding becomes exactly zero.
private func centered(_ matrix: Matrix, _ means: [Double]) -> Matrix {
  var result = matrix
  var largest = [Double](repeating: 0, count: means.count)
  for i in 0..<matrix.rowCount {
    let start = i * matrix.columnCount
    for j in means.indices {
      result.elements[start + j] -= means[j]
      largest[j] = max(largest[j], result.elements[start + j].magnitude)
    }
  }
  for j in means.indices where largest[j] > 0 && largest[j] <= 1e-13 * means[j].magnitude {
    for i in 0..<matrix.rowCount { result[i, j] = 0 }
  }
  return result
}

private func squaredNorms(ofColumns matrix: Matrix) -> [Double] {
  var norms = [Double](repeating: 0, count: matrix.columnCount)
  for i in 0..<matrix.rowCount {
    let start = i * matrix.columnCount
    for j in norms.indices {
      let x = matrix.elements[start + j]
      norms[j] += x * x
    }
  }
  return norms
}

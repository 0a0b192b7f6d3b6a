import ConvexFunctions
import ConvexSolvers
import LinearAlgebra
import Messages

/// The piece of the penalty on which one class of a finished ℓ1 or ℓ∞ solution lies, where it is least squares.
///
///     ℓ1:  Z = X_S                    θ = w_S              S the non-zeros
///     ℓ∞:  Z = [X_F, X_B sign(w_B)]   θ = (w_F, max|w|)    F strictly inside, B at ± the maximum
///
/// Along θ the penalty is linear, so that leaving a sample out is the rank-one update of least squares, exactly as long as
/// the solution stays on its piece:
///
///     hᵢ = 1/n + zᵢᵀ(ZᵀZ)⁻¹zᵢ,   eᵢ = rᵢ/(1 − hᵢ),   θ₋ᵢ = θ − (ZᵀZ)⁻¹zᵢ eᵢ
struct ActiveManifold: Sendable {
  private let penalty: any PolyhedralPenalty
  private let piece: LinearPiece
  private let point: [Double]
  private let featureCount: Int
  /// (ZᵀZ)⁻¹zᵢ of the samples that were asked for (m × p).
  private let influences: Matrix
  /// eᵢ of every sample, in the order of the data: yᵢ minus its prediction without it.
  let errors: [Double]

  /// Leverages end here: beyond, a sample determines its own fit.
  static let mostLeverage = 0.999
  /// What is added to the diagonal of ZᵀZ, in units of its mean.
  static let ridge = 1e-7

  /// - Parameters:
  ///   - k: the class.
  ///   - rows: the samples whose θ₋ᵢ is wanted.
  /// - Throws: a `Refusal` of kind `failure` where ZᵀZ cannot be factored.
  /// - Complexity: O(n p² + p³).
  init(_ fit: LinearFit, class k: Int, on data: LeastSquares, rows: [Int]) throws {
    penalty = fit.structure == .boundary ? LInf() : L1()
    featureCount = data.featureCount
    let w = Array(fit.weights.row(k))
    let piece = Self.piece(of: w, penalty)
    self.piece = piece
    let z = Self.coordinates(data.features, piece)
    point = piece.free.map { w[$0] } + (piece.pattern == nil ? [] : [w.reduce(0) { max($0, $1.magnitude) }])
    let p = z.columnCount
    var gram = z.gram
    let trace = (0..<p).reduce(0) { $0 + gram[$1, $1] }
    // The squared part of an elastic net is as strong along θ as along w.
    let net = Penalties.named(fit.penalty) as? ElasticNet
    let added = Self.ridge * trace / Double(max(1, p)) + (net.map { fit.lambda * (1 - $0.share) } ?? 0)
    for j in 0..<p { gram[j, j] += added }
    guard let factor = Cholesky(gram) else {
      throw Refusal.failure(
        "the active features of class \(k) at λ = \(NumberText.short(fit.lambda)) depend on each other to working precision"
      )
    }
    var unit = [Double](repeating: 0, count: p)
    var inverse: [Double] = []
    inverse.reserveCapacity(p * p)
    for j in 0..<p {
      unit[j] = 1
      inverse += factor.solve(unit)
      unit[j] = 0
    }
    let all = z.times(Matrix(rows: p, columns: p, elements: inverse))
    influences = all.rows(rows)
    let base = data.hasIntercept ? 1 / Double(data.sampleCount) : 0
    errors = (0..<data.sampleCount).map { i in
      let leverage = min(base + dot(all.row(i), z.row(i)), Self.mostLeverage)
      return (data.targets[k, i] - dot(data.features.row(i), w[...])) / (1 - leverage)
    }
  }

  /// w₋ᵢ for the sample at a place of the rows that were asked for, brought back to the border of the piece where the
  /// update has left it.
  func weights(without place: Int, error: Double) -> [Double] {
    var w = [Double](repeating: 0, count: featureCount)
    let moved = zip(point, influences.row(place)).map { $0 - $1 * error }
    for (j, value) in zip(piece.free, moved) { w[j] = value }
    if let pattern = piece.pattern, let level = moved.last {
      for j in w.indices where pattern[j] != 0 { w[j] = pattern[j] * level }
    }
    var span = w.mutableSpan
    penalty.retract(&span, onto: piece)
    return w
  }

  /// The number of active parameters p of a class.
  static func size(of w: ArraySlice<Double>, structure: SolutionStructure) -> Int {
    let largest = w.reduce(0) { max($0, $1.magnitude) }
    guard structure == .boundary else { return w.count { $0 != 0 } }
    return largest > 0 ? 1 + w.count { $0 != 0 && $0.magnitude < largest } : 0
  }

  /// Zeros strictly inside the box stay where they are: they are constant features, or features without a say.
  private static func piece(of w: [Double], _ penalty: any PolyhedralPenalty) -> LinearPiece {
    let free = penalty.freeCoordinates(of: w.span).filter { w[$0] != 0 }
    guard penalty.structure == .boundary else {
      return LinearPiece(free: free, slopes: free.map { w[$0] < 0 ? -1 : 1 }, pattern: nil)
    }
    let largest = penalty.value(w.span)
    guard largest > 0 else { return LinearPiece(free: [], slopes: [], pattern: nil) }
    return LinearPiece(
      free: free, slopes: free.map { _ in 0 }, pattern: w.map { $0.magnitude == largest ? ($0 < 0 ? -1 : 1) : 0 })
  }

  /// Z (n × p).
  private static func coordinates(_ x: Matrix, _ piece: LinearPiece) -> Matrix {
    let p = piece.free.count + (piece.pattern == nil ? 0 : 1)
    var z = Matrix(rows: x.rowCount, columns: p)
    for i in 0..<x.rowCount {
      for (a, j) in piece.free.enumerated() { z[i, a] = x[i, j] }
      if let pattern = piece.pattern { z[i, p - 1] = dot(x.row(i), pattern[...]) }
    }
    return z
  }
}

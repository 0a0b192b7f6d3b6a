import LinearAlgebra
import Messages

/// The singular value decomposition of X, as far as the solvers need it.
struct Spectrum: Sendable {
  /// Right singular vectors of X that carry signal, one per row (r × d, r the numerical rank).
  let directions: Matrix
  /// The eigenvalues of XᵀX along them, ascending.
  let eigenvalues: [Double]
  /// Why there is none; then both are empty.
  let failure: Refusal?

  init(_ data: LeastSquares) {
    let small = data.smallGram
    do {
      let eigen = try SymmetricEigen(small)
      // Eigenvalues below rounding of the largest carry no signal: there the solution has no component.
      let floor = (eigen.values.last ?? 0) * Double(small.rowCount) * 0x1p-52
      let kept = eigen.values.indices.filter { eigen.values[$0] > floor }
      eigenvalues = kept.map { eigen.values[$0] }
      let vectors = eigen.vectors.rows(kept)
      failure = nil
      guard data.featureCount > data.sampleCount else {
        directions = vectors
        return
      }
      // v = Xᵀu / √e.
      var lifted = vectors.times(data.features)
      for (i, value) in eigenvalues.enumerated() {
        let scale = 1 / value.squareRoot()
        for j in lifted.range(ofRow: i) { lifted.elements[j] *= scale }
      }
      directions = lifted
    } catch {
      directions = Matrix(rows: 0, columns: data.featureCount)
      eigenvalues = []
      failure = error as? Refusal ?? .failure("the eigenvalues of the training data did not converge")
    }
  }
}

extension LeastSquares {
  /// Right singular vectors of X that carry signal, one per row (r × d); none where they cannot be computed.
  var directions: Matrix { spectrum { Spectrum(self) }.directions }
  /// The eigenvalues of XᵀX that are not zero up to rounding, the smallest first; as many as the rank of X.
  public var eigenvalues: [Double] { spectrum { Spectrum(self) }.eigenvalues }

  /// - Throws: a `Refusal` of kind `failure` where the eigendecomposition did not converge.
  func checkSpectrum() throws {
    if let failure = spectrum({ Spectrum(self) }).failure { throw failure }
  }
}

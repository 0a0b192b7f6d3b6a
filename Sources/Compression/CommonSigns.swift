public import LinearAlgebra

/// Signs under one scale for all classes together.
public enum CommonSigns {
  /// s · sign(W) with sign(0) = 0 and s the mean magnitude of the non-zeros of all classes together.
  ///
  /// Without an intercept the predictions do not depend on s; with one, it keeps the scores in proportion.
  ///
  /// - Source: arXiv 2402.10474, §4.
  public static func of(_ weights: Matrix) -> Matrix {
    let sizes = weights.elements.filter { $0 != 0 }.map(\.magnitude)
    let scale = sizes.isEmpty ? 0 : sizes.reduce(0, +) / Double(sizes.count)
    return Matrix(
      rows: weights.rowCount, columns: weights.columnCount,
      elements: weights.elements.map { $0 == 0 ? 0 : $0 < 0 ? -scale : scale })
  }
}

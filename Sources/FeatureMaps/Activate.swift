import Activations
import LinearAlgebra

extension FloatMatrix {
  /// Replaces each entry u by φ(scale · u), rows in parallel.
  mutating func activate(scale: Float, _ activation: any Activation) {
    inParallel(rows: 64) { _, rows in
      if scale != 1 { for i in rows.indices { rows[i] *= scale } }
      var span = rows.mutableSpan
      activation.apply(&span)
    }
  }

  /// Runs `body` on runs of `rows` rows, each with the index of its first row; borders depend on the shape alone.
  mutating func inParallel(rows step: Int, _ body: @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void) {
    let (count, columns) = (rowCount, columnCount)
    elements.withUnsafeMutableBufferPointer { all in
      nonisolated(unsafe) let all = all
      parallelFor((count + step - 1) / step) { index in
        let low = index * step
        let range = low * columns..<min(low + step, count) * columns
        body(low, UnsafeMutableBufferPointer(rebasing: all[range]))
      }
    }
  }
}

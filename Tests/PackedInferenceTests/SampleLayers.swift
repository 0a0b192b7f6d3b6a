import LinearAlgebra
import PackedInference
import Testing

/// How to make a layer of each form of the catalog from weights, and what it must then stand for.
enum SampleLayers {
  static let formats = Layers.all.map { $0.format }

  /// Fails for a form of the catalog that is not listed here: give it a line.
  static func layer(_ format: String, _ weights: Matrix, scales: [Double]) throws -> any PackedLayer {
    switch format {
    case "f32": return DenseLayer(weights)
    case "sign": return SignLayer(signsOf: weights, scales: scales)
    case "sparse": return SparseLayer(weights)
    case "sparse-sign": return SparseSignLayer(signsOf: weights, scales: scales)
    default: throw Missing(format: format)
    }
  }

  struct Missing: Error { let format: String }

  /// The weight that the form keeps of w, in exact arithmetic.
  static func kept(_ format: String, _ w: Double, scale: Double) -> Double {
    let scale = Double(Float(scale))
    switch format {
    case "sign": return w < 0 ? -scale : scale
    case "sparse-sign": return w == 0 ? 0 : w < 0 ? -scale : scale
    default: return Double(Float(w))
    }
  }

  /// The bytes of weights that the form promises.
  static func byteCount(_ format: String, _ weights: Matrix) -> Int {
    let (rows, columns) = (weights.rowCount, weights.columnCount)
    let bitmap = rows * ((columns + 7) / 8)
    let count = weights.elements.count { $0 != 0 }
    let positions = 1 + min(bitmap, (columns <= 65_535 ? 2 : 4) * (rows + count))
    switch format {
    case "f32": return 4 * rows * columns
    case "sign": return bitmap
    case "sparse": return positions + 4 * count
    default: return positions + (count + 7) / 8
    }
  }

  /// Gaussian weights of which a share is kept, the others exactly zero.
  static func weights(_ rows: Int, _ columns: Int, density: Double) -> Matrix {
    var stream = RandomStream(seed: 21).branch("weights", rows).branch("columns", columns)
    let values = stream.gaussians(rows * columns)
    let chances = stream.uniforms(rows * columns)
    return Matrix(rows: rows, columns: columns, elements: zip(values, chances).map { $1 < density ? $0 : 0 })
  }

  static func scales(_ rows: Int) -> [Double] { (0..<rows).map { 0.1 + 0.37 * Double($0) } }
}

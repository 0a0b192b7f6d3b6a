import LinearAlgebra
import PackedInference
import Quantization
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
    case "ternary": return TernaryLayer(numbers: try numbers(format, weights), scales: scales)
    case "f16": return HalfLayer(weights)
    case "int2": return IntegerLayer<2>(numbers: try numbers(format, weights), scales: scales)
    case "int3": return IntegerLayer<3>(numbers: try numbers(format, weights), scales: scales)
    case "int4": return IntegerLayer<4>(numbers: try numbers(format, weights), scales: scales)
    case "int5": return IntegerLayer<5>(numbers: try numbers(format, weights), scales: scales)
    case "int6": return IntegerLayer<6>(numbers: try numbers(format, weights), scales: scales)
    case "int7": return IntegerLayer<7>(numbers: try numbers(format, weights), scales: scales)
    case "int8": return IntegerLayer<8>(numbers: try numbers(format, weights), scales: scales)
    default: throw Missing(format: format)
    }
  }

  struct Missing: Error { let format: String }

  /// Forms whose weights are a scale times a number of a format of that name.
  static func isOfNumbers(_ format: String) -> Bool { format == "ternary" || format.hasPrefix("int") }

  static func hasScales(_ format: String) -> Bool { isOfNumbers(format) || ["sign", "sparse-sign"].contains(format) }

  /// The number of the format nearest to w, enlarged so that standard Gaussians meet nearly all numbers.
  private static func number(_ format: any NumberFormat, _ w: Double) -> Double {
    format.nearest(w * format.range / 2)
  }

  private static func numbers(_ name: String, _ weights: Matrix) throws -> Matrix {
    let format = try #require(Formats.named(name))
    return Matrix(
      rows: weights.rowCount, columns: weights.columnCount, elements: weights.elements.map { number(format, $0) })
  }

  /// What one weight adds to the size of the sums that are rounded: |w|, but for sums of signs the sum of the
  /// planes' magnitudes, since signs that cancel in a weight still round apart.
  static func roundedSize(_ format: String, _ w: Double, scale: Double) -> Double {
    guard isOfNumbers(format), let numbers = Formats.named(format) else { return abs(kept(format, w, scale: scale)) }
    return scale * numbers.value(of: 0)!
  }

  /// The weight that the form keeps of w, in exact arithmetic.
  static func kept(_ format: String, _ w: Double, scale: Double) -> Double {
    let scale = Double(Float(scale))
    switch format {
    case "sign": return w < 0 ? -scale : scale
    case "sparse-sign": return w == 0 ? 0 : w < 0 ? -scale : scale
    case "f16": return Double(Float16(w))
    case _ where isOfNumbers(format): return scale * number(Formats.named(format)!, w)
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
    case "f16": return 2 * rows * columns
    case _ where isOfNumbers(format): return rows * ((Formats.named(format)!.bitWidth * columns + 7) / 8)
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

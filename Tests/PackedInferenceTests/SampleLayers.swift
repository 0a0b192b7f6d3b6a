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

  /// The numbers of a form whose weights are a scale times one of them; nil for other forms.
  private static func numberFormat(_ format: String) -> (any NumberFormat)? {
    format == "ternary" || format.hasPrefix("int") ? Formats.named(format) : nil
  }

  static func hasScales(_ format: String) -> Bool {
    numberFormat(format) != nil || ["sign", "sparse-sign"].contains(format)
  }

  /// The numbers nearest to the weights, enlarged so that standard Gaussians meet nearly all numbers.
  private static func numbers(_ format: String, _ weights: Matrix) throws -> Matrix {
    let format = try #require(numberFormat(format))
    let gain = format.range / 2
    return weights.mapping { w, _ in format.nearest(w * gain) }
  }

  /// The weights that the form keeps, in exact arithmetic.
  static func kept(_ format: String, _ weights: Matrix, scales: [Double]) throws -> Matrix {
    let scales = scales.map { Double(Float($0)) }
    switch format {
    case "sign": return weights.mapping { w, i in w < 0 ? -scales[i] : scales[i] }
    case "sparse-sign": return weights.mapping { w, i in w == 0 ? 0 : w < 0 ? -scales[i] : scales[i] }
    case "f16": return weights.mapping { w, _ in Double(Float16(w)) }
    case _ where numberFormat(format) != nil:
      return try numbers(format, weights).mapping { number, i in scales[i] * number }
    default: return weights.mapping { w, _ in Double(Float(w)) }
    }
  }

  /// What each weight adds to the size of the sums that are rounded: |w|, but for sums of signs the sum of the
  /// planes' magnitudes, since signs that cancel in a weight still round apart.
  static func roundedSizes(_ format: String, _ weights: Matrix, scales: [Double]) throws -> Matrix {
    guard let numbers = numberFormat(format) else {
      return try kept(format, weights, scales: scales).mapping { w, _ in abs(w) }
    }
    let largest = numbers.value(of: 0)!
    return weights.mapping { _, i in scales[i] * largest }
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
    case _ where numberFormat(format) != nil: return rows * ((numberFormat(format)!.bitWidth * columns + 7) / 8)
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

extension Matrix {
  fileprivate func mapping(_ body: (_ entry: Double, _ row: Int) -> Double) -> Matrix {
    Matrix(
      rows: rowCount, columns: columnCount,
      elements: (0..<rowCount).flatMap { i in row(i).map { body($0, i) } })
  }
}

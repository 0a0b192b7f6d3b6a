import LinearAlgebra
import PackedInference
import Testing

/// Small models of every form, with and without each optional section.
enum SampleModels {
  struct Variant: CustomTestStringConvertible {
    let format: String
    let isFull: Bool
    var testDescription: String { "\(format), \(isFull ? "all sections" : "least sections")" }
  }

  static let variants = SampleLayers.formats.flatMap {
    [Variant(format: $0, isFull: true), Variant(format: $0, isFull: false)]
  }

  /// Three classes of 42 inputs, or one value of 19.
  static func model(_ variant: Variant) throws -> Model {
    let weights = weights(variant)
    let (rows, columns) = (weights.rowCount, weights.columnCount)
    let layer = try SampleLayers.layer(variant.format, weights, scales: SampleLayers.scales(rows))
    let intercept = (0..<rows).map { Float($0) / 4 - 0.1 }
    guard variant.isFull else { return try Model(layer: layer, intercept: intercept, answer: .values) }
    return try Model(
      layer: layer, intercept: intercept, answer: .classes(["", "Bär", "1"]),
      standardization: .init(
        means: (0..<columns).map { Float($0) / 7 }, deviations: (0..<columns).map { 1 + Float($0) / 5 }),
      provenance: "λ = 3")
  }

  private static func weights(_ variant: Variant) -> Matrix {
    variant.isFull ? SampleLayers.weights(3, 42, density: 0.05) : SampleLayers.weights(1, 19, density: 0.5)
  }

  /// `SampleLayers.roundedSizes` of the weights.
  static func roundedSizes(_ variant: Variant) throws -> Matrix {
    let weights = weights(variant)
    return try SampleLayers.roundedSizes(variant.format, weights, scales: SampleLayers.scales(weights.rowCount))
  }

  static func samples(_ count: Int, _ columns: Int) -> Matrix {
    var stream = RandomStream(seed: 22).branch("samples", columns)
    return Matrix(rows: count, columns: columns, elements: stream.gaussians(count * columns))
  }
}

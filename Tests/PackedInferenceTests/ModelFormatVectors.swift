import LinearAlgebra
import PackedInference
import Testing

/// A model, the file that it must become, and its scores for xⱼ = (j mod 7 − 3) / 4.
struct ModelFormatVectors: Sendable, CustomTestStringConvertible {
  /// Heads the chapter of `Documentation/ModelFormat.md`.
  let name: String
  let format: String
  let hex: String
  let scores: [Float]
  let model: @Sendable () throws -> Model

  var testDescription: String { name }
  var bytes: [UInt8] { hex.split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0, radix: 16) } }

  static let all = [f32, sign, bitmap, lists, wide] + packed + maps

  /// Every section that a file can have but scales.
  static let f32 = ModelFormatVectors(
    name: "f32", format: "f32",
    hex: """
      53 49 47 4E 42 49 54 31 06 00 00 00 3C B4 0F 36 01 00 00 00 0C 00 00 00 FC 6E 45 2B 02 00 01 00
      18 00 00 00 9A 81 2A DB 04 00 00 00 08 00 00 00 FE F6 09 51 05 00 00 00 0B 00 00 00 0F C9 98 4E
      06 00 00 00 18 00 00 00 CD 96 A6 1C 07 00 00 00 0A 00 00 00 1E 28 0E E2 00 00 00 00 02 00 00 00
      03 00 00 00 00 00 80 3F 00 00 00 C0 00 00 00 3F 00 00 00 00 00 00 80 3E 00 00 80 BF 00 00 00 3F
      00 00 80 BE 03 00 63 61 74 04 00 64 C3 B6 67 00 00 80 3E 00 00 00 BF 00 00 00 00 00 00 00 3F 00
      00 80 3F 00 00 00 40 76 65 63 74 6F 72 20 66 33 32
      """,
    scores: [-1.5625, -0.125]
  ) {
    try Model(
      layer: DenseLayer(Matrix(rows: 2, columns: 3, elements: [1, -2, 0.5, 0, 0.25, -1])), intercept: [0.5, -0.25],
      answer: .classes(["cat", "dög"]), standardization: .init(means: [0.25, -0.5, 0], deviations: [0.5, 1, 2]),
      provenance: "vector f32")
  }

  /// Nine inputs: seven bits of padding in every row.
  static let sign = ModelFormatVectors(
    name: "sign", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 66 AF 96 38 01 00 00 00 0C 00 00 00 98 8E F8 44 02 00 02 00
      04 00 00 00 14 E9 04 D9 03 00 00 00 08 00 00 00 EA 61 32 5E 04 00 00 00 08 00 00 00 1F 6A C7 E8
      05 00 00 00 09 00 00 00 74 20 D2 27 00 00 00 00 02 00 00 00 09 00 00 00 32 01 51 00 00 00 00 3F
      00 00 A0 3F 00 00 00 00 00 00 80 3F 02 00 6E 6F 03 00 79 65 73
      """,
    scores: [-0.375, -1.1875]
  ) {
    try Model(
      layer: SignLayer(
        signsOf: Matrix(rows: 2, columns: 9, elements: [1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, 1, -1, 1, -1, 1, 1]),
        scales: [0.5, 1.25]), intercept: [0, 1], answer: .classes(["no", "yes"]))
  }

  /// Positions as a bitmap.
  static let bitmap = ModelFormatVectors(
    name: "sparse, bitmap", format: "sparse",
    hex: """
      53 49 47 4E 42 49 54 31 03 00 00 00 B7 BF 53 3A 01 00 00 00 0C 00 00 00 FA 6A 67 43 02 00 03 00
      0F 00 00 00 41 ED B2 89 04 00 00 00 04 00 00 00 B7 C2 25 E0 01 00 00 00 01 00 00 00 0A 00 00 00
      00 12 01 00 00 00 3F 00 00 C0 BF 00 00 00 40 00 00 00 3E
      """,
    scores: [-1.5]
  ) {
    try Model(
      layer: SparseLayer(Matrix(rows: 1, columns: 10, elements: [0, 0.5, 0, 0, -1.5, 0, 0, 0, 2, 0])),
      intercept: [0.125], answer: .values)
  }

  /// Positions as lists of two bytes; one row is empty and has the scale 0.
  static let lists = ModelFormatVectors(
    name: "sparse-sign, lists of two bytes", format: "sparse-sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 56 E8 58 C8 01 00 00 00 0C 00 00 00 3D BB 7C 1E 02 00 04 00
      12 00 00 00 70 10 37 AF 03 00 00 00 0C 00 00 00 FC 88 81 FC 04 00 00 00 0C 00 00 00 50 D4 74 7B
      05 00 00 00 09 00 00 00 44 F1 B9 53 00 00 00 00 03 00 00 00 2C 01 00 00 02 02 00 02 00 2B 01 00
      00 03 00 00 00 00 01 01 01 0E 00 00 00 3F 00 00 00 00 00 00 00 40 00 00 00 00 00 00 80 3E 00 00
      00 00 01 00 61 01 00 62 01 00 63
      """,
    scores: [-0.375, 0.25, 2.0]
  ) {
    var weights = Matrix(rows: 3, columns: 300)
    for (i, j, w) in [(0, 2, 0.5), (0, 299, -0.5), (2, 0, -2.0), (2, 256, -2), (2, 257, 2)] { weights[i, j] = w }
    return try Model(
      layer: SparseSignLayer(signsOf: weights, scales: [0.5, 0, 2]), intercept: [0, 0.25, 0],
      answer: .classes(["a", "b", "c"]))
  }

  /// Positions as lists of four bytes, for more than 65,535 inputs.
  static let wide = ModelFormatVectors(
    name: "sparse, lists of four bytes", format: "sparse",
    hex: """
      53 49 47 4E 42 49 54 31 03 00 00 00 2B 18 21 47 01 00 00 00 0C 00 00 00 04 D2 1A 43 02 00 03 00
      15 00 00 00 DB 5A 1A C5 04 00 00 00 04 00 00 00 4A E9 19 41 01 00 00 00 01 00 00 00 70 11 01 00
      04 02 00 00 00 05 00 00 00 6F 11 01 00 00 00 40 40 00 00 40 BF 00 00 80 BF
      """,
    scores: [-0.0625]
  ) {
    var weights = Matrix(rows: 1, columns: 70_000)
    (weights[0, 5], weights[0, 69_999]) = (3, -0.75)
    return try Model(layer: SparseLayer(weights), intercept: [-1], answer: .values)
  }
}

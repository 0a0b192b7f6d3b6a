import Activations
import FeatureMaps
import LinearAlgebra
import PackedInference

extension ModelFormatVectors {
  static let maps = [denseMap, storedMap, hadamardMap, convolutionMap, patchMap, deepMap, binaryNetwork]

  /// W φ(x) for a map of `SampleMaps`.
  private static func model(_ map: any FeatureMap, _ signs: [Double], scale: Double) throws -> Model {
    try Model(
      map: map,
      layer: SignLayer(signsOf: Matrix(rows: 1, columns: map.outputCount, elements: signs), scales: [scale]),
      intercept: [0.25], answer: .values)
  }

  private static func alternating(_ count: Int) -> [Double] { (0..<count).map { $0 % 3 == 1 ? -1 : 1 } }

  /// A seed in place of eighty signs.
  static let denseMap = ModelFormatVectors(
    name: "a dense map from a seed", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 A7 09 AA 45 01 00 00 00 0C 00 00 00 AC 7A 04 1B 02 00 02 00
      01 00 00 00 C5 9E BB 21 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      08 00 00 00 17 00 00 00 10 56 F6 DA 01 00 00 00 01 00 00 00 05 00 00 00 12 00 00 00 3F 00 00 80
      3E 01 01 01 01 00 00 00 00 00 00 00 01 00 00 04 05 00 00 00 10 00 00 00
      """,
    scores: [0.34375]
  ) { try model(SampleMaps.map("dense"), alternating(5), scale: 0.5) }

  /// The signs of another map themselves.
  static let storedMap = ModelFormatVectors(
    name: "a dense map, stored", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 99 89 AC F4 01 00 00 00 0C 00 00 00 AC 7A 04 1B 02 00 02 00
      01 00 00 00 C5 9E BB 21 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      08 00 00 00 17 00 00 00 3F 89 54 28 01 00 00 00 01 00 00 00 05 00 00 00 12 00 00 00 3F 00 00 80
      3E 01 01 00 00 04 05 00 00 00 10 00 00 00 4D DC FE 0F 07 0C 17 B5 D1 40
      """,
    scores: [0.375]
  ) { try model(SampleMaps.map("dense", seed: 2).withStoredNumbers, alternating(5), scale: 0.5) }

  /// Two blocks of sixteen, the second cut to four.
  static let hadamardMap = ModelFormatVectors(
    name: "a Hadamard map", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 8B B7 30 8E 01 00 00 00 0C 00 00 00 56 4A A1 F3 02 00 02 00
      03 00 00 00 8E EC E2 89 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      08 00 00 00 16 00 00 00 C1 89 CA DD 01 00 00 00 01 00 00 00 14 00 00 00 92 24 09 00 00 00 3F 00
      00 80 3E 01 02 01 01 00 00 00 00 00 00 00 01 00 04 14 00 00 00 10 00 00 00
      """,
    scores: [0.46875]
  ) { try model(SampleMaps.map("hadamard"), alternating(20), scale: 0.5) }

  /// Signs, counted.
  static let convolutionMap = ModelFormatVectors(
    name: "a convolution map", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 C6 D1 9C 2C 01 00 00 00 0C 00 00 00 26 35 0C 66 02 00 02 00
      02 00 00 00 7E 3E C3 05 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      08 00 00 00 27 00 00 00 22 15 6F F2 01 00 00 00 01 00 00 00 0C 00 00 00 92 04 00 00 00 3F 00 00
      80 3E 01 03 01 01 00 00 00 00 00 00 00 01 00 07 01 04 00 00 00 04 00 00 00 03 00 00 00 02 00 00
      00 02 00 00 00 01 00 00 00
      """,
    scores: [3.75]
  ) { try model(SampleMaps.map("conv"), alternating(12), scale: 0.5) }

  /// Places and signs, stored.
  static let patchMap = ModelFormatVectors(
    name: "a patch map, stored", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 E1 E1 B6 8C 01 00 00 00 0C 00 00 00 42 D5 B1 09 02 00 02 00
      01 00 00 00 C5 9E BB 21 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      08 00 00 00 4A 00 00 00 F2 E2 64 F4 01 00 00 00 01 00 00 00 06 00 00 00 12 00 00 00 3F 00 00 80
      3E 01 04 00 01 04 00 00 00 04 00 00 00 02 00 00 00 06 00 00 00 04 0F 0A 06 0A 0B 02 00 00 00 02
      00 00 00 01 00 00 00 01 00 00 00 02 00 00 00 01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01
      00 00 00 00 00 00 00 02 00 00 00
      """,
    scores: [1.5]
  ) { try model(SampleMaps.map("patch").withStoredNumbers, alternating(6), scale: 0.5) }

  /// A rotation and two layers; standardized inputs belong to the map.
  static let deepMap = ModelFormatVectors(
    name: "a deep map", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 06 00 00 00 4C 03 D3 17 01 00 00 00 0C 00 00 00 70 25 6F 3E 02 00 02 00
      01 00 00 00 A1 8E 0C 3C 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      06 00 00 00 80 00 00 00 89 1B 82 72 08 00 00 00 3D 00 00 00 04 3D E3 96 01 00 00 00 01 00 00 00
      03 00 00 00 02 00 00 00 3F 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80
      3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 80
      3E 00 00 80 3E 00 00 80 3E 00 00 80 3E 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00
      3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 00 00 00
      3F 00 00 00 3F 00 00 00 3F 00 00 00 3F 03 05 01 01 00 00 00 00 00 00 00 00 00 10 00 00 00 01 01
      01 00 00 00 00 00 00 00 01 00 00 04 04 00 00 00 10 00 00 00 01 01 01 00 00 00 00 00 00 00 02 00
      00 04 03 00 00 00 04 00 00 00
      """,
    scores: [-0.28125]
  ) {
    let map = try SampleMaps.map("deep")
    return try Model(
      map: map, layer: SignLayer(signsOf: Matrix(rows: 1, columns: 3, elements: alternating(3)), scales: [0.5]),
      intercept: [0.25], answer: .values,
      standardization: .init(
        means: [Float](repeating: 0.25, count: 16), deviations: [Float](repeating: 0.5, count: 16)))
  }

  /// Two layers of thresholds; their numbers are always stored.
  static let binaryNetwork = ModelFormatVectors(
    name: "a binary network", format: "sign",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 9C 5B 52 15 01 00 00 00 0C 00 00 00 70 25 6F 3E 02 00 02 00
      01 00 00 00 A1 8E 0C 3C 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      08 00 00 00 39 00 00 00 D1 14 BB 28 01 00 00 00 01 00 00 00 03 00 00 00 02 00 00 00 3F 00 00 80
      3E 02 06 00 01 05 00 00 00 10 00 00 00 00 00 40 BF 00 00 80 3E 23 83 3E 8B 03 52 97 16 5F 34 F9
      FF 00 00 03 00 0A 00 EC FF 06 00 00 03 00 00 00 05 00 00 00 09 04 01 FF 01 03
      """,
    scores: [0.75]
  ) { try model(SampleMaps.map("binary"), alternating(3), scale: 0.5) }
}

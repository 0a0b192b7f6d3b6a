import LinearAlgebra
import PackedInference

/// The forms of a few bits a weight: codes of two to eight bits, and halves.
extension ModelFormatVectors {
  static let packed = [ternary, f16, int2, int3, int4, int5, int6, int7, int8]

  /// Seven inputs: two bits of padding in every row. A row of zeros.
  static let ternary = ModelFormatVectors(
    name: "ternary", format: "ternary",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 FB 5F 18 7B 01 00 00 00 0C 00 00 00 AB F9 27 A4 02 00 05 00
      04 00 00 00 21 79 93 83 03 00 00 00 08 00 00 00 3E F0 53 46 04 00 00 00 08 00 00 00 00 FB DE 05
      05 00 00 00 0D 00 00 00 35 2D 7E 85 00 00 00 00 02 00 00 00 07 00 00 00 F4 01 55 15 00 00 00 3F
      00 00 00 00 00 00 80 3E 00 00 80 BF 04 00 6C 65 66 74 05 00 72 69 67 68 74
      """,
    scores: [0.625, -1.0]
  ) {
    try Model(
      layer: TernaryLayer(
        numbers: Matrix(rows: 2, columns: 7, elements: [1, 0, -1, -1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]), scales: [0.5, 0]),
      intercept: [0.25, -1], answer: .classes(["left", "right"]))
  }

  /// The smallest half above 0, the largest, and 0.1 as it rounds.
  static let f16 = ModelFormatVectors(
    name: "f16", format: "f16",
    hex: """
      53 49 47 4E 42 49 54 31 03 00 00 00 56 59 E3 2D 01 00 00 00 0C 00 00 00 2A 1A 37 2D 02 00 06 00
      10 00 00 00 D6 81 87 FE 04 00 00 00 08 00 00 00 3E F0 53 46 01 00 00 00 02 00 00 00 04 00 00 00
      00 3C 00 C0 00 38 01 00 FF FB 00 34 00 00 66 2E 00 00 00 3F 00 00 00 00
      """,
    scores: [0.625, 49127.875]
  ) {
    try Model(
      layer: HalfLayer(Matrix(rows: 2, columns: 4, elements: [1, -2, 0.5, 0x1p-24, -65_504, 0.25, 0, 0.1])),
      intercept: [0.5, 0], answer: .values)
  }

  /// All four codes; six bits of padding in every row.
  static let int2 = ModelFormatVectors(
    name: "int2", format: "int2",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 73 C7 F5 27 01 00 00 00 0C 00 00 00 20 31 2E 0E 02 00 0C 00
      04 00 00 00 A2 51 74 E0 03 00 00 00 08 00 00 00 EA 61 32 5E 04 00 00 00 08 00 00 00 1F 6A C7 E8
      05 00 00 00 09 00 00 00 74 20 D2 27 00 00 00 00 02 00 00 00 05 00 00 00 E4 01 4F 02 00 00 00 3F
      00 00 A0 3F 00 00 00 00 00 00 80 3F 02 00 6E 6F 03 00 79 65 73
      """,
    scores: [-1.125, 4.4375]
  ) {
    try Model(
      layer: IntegerLayer<2>(
        numbers: Matrix(rows: 2, columns: 5, elements: [3, 1, -1, -3, 1, -3, -3, 3, 1, -1]), scales: [0.5, 1.25]),
      intercept: [0, 1], answer: .classes(["no", "yes"]))
  }

  /// All eight codes, some across two bytes; five bits of padding in every row.
  static let int3 = ModelFormatVectors(
    name: "int3", format: "int3",
    hex: """
      53 49 47 4E 42 49 54 31 05 00 00 00 15 77 80 54 01 00 00 00 0C 00 00 00 98 8E F8 44 02 00 0D 00
      08 00 00 00 AD 59 9A 22 03 00 00 00 08 00 00 00 C6 8C 5F 13 04 00 00 00 08 00 00 00 23 5E 8D 1D
      05 00 00 00 06 00 00 00 23 88 7A 5B 00 00 00 00 02 00 00 00 09 00 00 00 88 C6 FA 00 DF 2C B0 01
      00 00 80 3E 00 00 00 40 00 00 00 3F 00 00 00 BF 01 00 61 01 00 62
      """,
    scores: [-2.5625, 15.0]
  ) {
    try Model(
      layer: IntegerLayer<3>(
        numbers: Matrix(rows: 2, columns: 9, elements: [7, 5, 3, 1, -1, -3, -5, -7, 7, -7, 1, 1, -5, 3, 7, -1, -3, 5]),
        scales: [0.25, 2.0]),
      intercept: [0.5, -0.5], answer: .classes(["a", "b"]))
  }

  /// Two codes a byte, no padding.
  static let int4 = ModelFormatVectors(
    name: "int4", format: "int4",
    hex: """
      53 49 47 4E 42 49 54 31 04 00 00 00 C3 B8 70 79 01 00 00 00 0C 00 00 00 C9 1D B8 A3 02 00 0E 00
      02 00 00 00 6D D5 60 00 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 B7 C2 25 E0
      01 00 00 00 01 00 00 00 04 00 00 00 F0 B7 00 00 00 3F 00 00 00 3E
      """,
    scores: [-1.875]
  ) {
    try Model(
      layer: IntegerLayer<4>(
        numbers: Matrix(rows: 1, columns: 4, elements: [15, -15, 1, -7]), scales: [0.5]),
      intercept: [0.125], answer: .values)
  }

  /// One bit of padding.
  static let int5 = ModelFormatVectors(
    name: "int5", format: "int5",
    hex: """
      53 49 47 4E 42 49 54 31 04 00 00 00 4F A1 5F AD 01 00 00 00 0C 00 00 00 70 25 6F 3E 02 00 0F 00
      02 00 00 00 1C 44 1A A7 03 00 00 00 04 00 00 00 FC 5A A6 DB 04 00 00 00 04 00 00 00 4A E9 19 41
      01 00 00 00 01 00 00 00 03 00 00 00 E0 37 00 00 80 3E 00 00 80 BF
      """,
    scores: [-3.25]
  ) {
    try Model(
      layer: IntegerLayer<5>(
        numbers: Matrix(rows: 1, columns: 3, elements: [31, -31, 5]), scales: [0.25]),
      intercept: [-1.0], answer: .values)
  }

  /// Four codes in three bytes.
  static let int6 = ModelFormatVectors(
    name: "int6", format: "int6",
    hex: """
      53 49 47 4E 42 49 54 31 04 00 00 00 9A 2C 6A 4E 01 00 00 00 0C 00 00 00 C9 1D B8 A3 02 00 10 00
      03 00 00 00 6E 2F A5 65 03 00 00 00 04 00 00 00 6F 25 D8 5C 04 00 00 00 04 00 00 00 1C DF 44 21
      01 00 00 00 01 00 00 00 04 00 00 00 C0 0F 5E 00 00 C0 3F 00 00 00 00
      """,
    scores: [-23.25]
  ) {
    try Model(
      layer: IntegerLayer<6>(
        numbers: Matrix(rows: 1, columns: 4, elements: [63, -63, -1, 17]), scales: [1.5]),
      intercept: [0.0], answer: .values)
  }

  /// Two bits of padding.
  static let int7 = ModelFormatVectors(
    name: "int7", format: "int7",
    hex: """
      53 49 47 4E 42 49 54 31 04 00 00 00 C4 16 21 74 01 00 00 00 0C 00 00 00 15 42 D3 86 02 00 11 00
      02 00 00 00 89 A7 3C CC 03 00 00 00 04 00 00 00 21 F2 22 97 04 00 00 00 04 00 00 00 FC 5A A6 DB
      01 00 00 00 01 00 00 00 02 00 00 00 80 3F 00 00 00 3F 00 00 80 3E
      """,
    scores: [-15.625]
  ) {
    try Model(
      layer: IntegerLayer<7>(
        numbers: Matrix(rows: 1, columns: 2, elements: [127, -127]), scales: [0.5]),
      intercept: [0.25], answer: .values)
  }

  /// A byte a code.
  static let int8 = ModelFormatVectors(
    name: "int8", format: "int8",
    hex: """
      53 49 47 4E 42 49 54 31 04 00 00 00 5F 16 B1 E9 01 00 00 00 0C 00 00 00 93 22 E0 B0 02 00 12 00
      06 00 00 00 30 A4 1E 10 03 00 00 00 08 00 00 00 1E 98 EF 0D 04 00 00 00 08 00 00 00 1F 6A C7 E8
      01 00 00 00 02 00 00 00 03 00 00 00 00 FF 7F 80 7E 4D 00 00 00 3E 00 00 00 40 00 00 00 00 00 00
      80 3F
      """,
    scores: [-8.0, -51.0]
  ) {
    try Model(
      layer: IntegerLayer<8>(
        numbers: Matrix(rows: 2, columns: 3, elements: [255, -255, 1, -1, 3, 101]), scales: [0.125, 2.0]),
      intercept: [0.0, 1.0], answer: .values)
  }
}

// Written by Tests/Oracles/random_streams.py; do not edit.

/// What an independent implementation of the section "Feature maps" draws.
enum FeatureMapVectors {
  static let seed: UInt64 = 20_240_527

  /// Layer 1, rows of 37 signs.
  static let signs: [[Float]] = [
    [
      -1, -1, 1, -1, -1, -1, -1, 1, 1, 1, 1, -1, 1, -1, 1, 1, 1, -1, -1, -1,
      1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1, 1, -1, -1, -1, -1, 1,
    ],
    [
      1, -1, 1, -1, -1, -1, 1, -1, -1, 1, -1, 1, 1, -1, 1, 1, -1, 1, -1, 1,
      1, 1, 1, 1, -1, -1, 1, -1, -1, -1, -1, -1, -1, -1, 1, -1, 1,
    ],
    [
      -1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1,
      1, 1, 1, -1, 1, 1, -1, -1, -1, 1, 1, 1, 1, -1, -1, 1, 1,
    ],
  ]

  /// Layer −1, one row of 20: the rotation.
  static let rotation: [Float] = [
    1, 1, -1, -1, 1, 1, -1, 1, -1, -1, -1, 1, -1, 1, 1, 1, 1, -1, 1, -1,
  ]

  /// Layer 2, bit patterns.
  static let gaussians: [UInt32] = [
    0x3FE1_25B2, 0xBF22_2BB4, 0x3FDA_F865, 0x3E9B_527D, 0xBFBF_2CED, 0xBDDC_B0E0,
  ]

  /// Layer 0, patches of 7 × 7 on 28 × 26 pixels: rows and columns of the first six.
  static let places = [(3, 0), (7, 17), (7, 14), (11, 18), (3, 6), (0, 2)]
}

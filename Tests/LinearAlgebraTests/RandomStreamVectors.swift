// Written by Tests/Oracles/random_streams.py; do not edit.

/// What an independent implementation of the specification draws.
enum RandomStreamVectors {
  static let seed: UInt64 = 20_240_527

  /// A draw: from where, and the bit patterns of what must come.
  struct Draw {
    let kind: String
    let key: UInt64, stream: UInt64, block: UInt64
    let patterns: [UInt64]
  }

  static let draws: [Draw] = [
    Draw(
      kind: "words", key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000,
      block: 0x0000_0000_0000_0000,
      patterns: [
        0xD496_532D, 0x7CF3_50FD, 0x3C60_4A1F, 0xE017_4AA2, 0x1BA1_CC8B, 0x57FB_624D, 0x2274_81C2, 0x2080_B82A,
        0xCFA6_1505, 0x54D2_0E62,
      ]),
    Draw(
      kind: "words", key: 0x051B_A8F1_F321_5751, stream: 0x6F82_9A52_44F8_87EC,
      block: 0x0000_0000_0000_0000,
      patterns: [
        0x4A65_F402, 0x2000_A538, 0xEEDB_CF88, 0xFBD5_316F, 0x3916_2382, 0x9D9D_E460, 0x43F8_815B, 0x62B7_2844,
        0xF6A8_4B22, 0x91DF_4FBE,
      ]),
    Draw(
      kind: "words", key: 0x0123_4567_89AB_CDEF, stream: 0xFEDC_BA98_7654_3210,
      block: 0x0000_0000_FFFF_FFFE,
      patterns: [
        0x418E_2005, 0xCA20_66BC, 0x02DE_DBE4, 0x96F0_432A, 0x1C73_5799, 0x0094_5DE7, 0x1DB4_C22D, 0xA973_A2C4,
        0x969E_80E7, 0x2E10_3E4C,
      ]),
    Draw(
      kind: "words", key: 0x0000_0000_0000_0007, stream: 0x0000_0000_0000_0009,
      block: 0xFFFF_FFFF_FFFF_FFFF,
      patterns: [
        0x3282_737C, 0x9536_2B70, 0xFA78_36E3, 0xABB1_FB44, 0x92C4_A6F3, 0x8B3C_9304, 0xC43B_60B6, 0x12C2_3AC1,
        0xBB59_9BF9, 0xBDDD_4CF6,
      ]),
    Draw(
      kind: "floatUniforms", key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000,
      block: 0x0000_0000_0000_0000,
      patterns: [
        0x3F54_9653, 0x3EF9_E6A0, 0x3E71_8128, 0x3F60_174A, 0x3DDD_0E60, 0x3EAF_F6C4,
      ]),
    Draw(
      kind: "coarseUniforms", key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000,
      block: 0x0000_0000_0000_0000,
      patterns: [
        0x3EE7_2700, 0x3F2D_5F80, 0x3F02_2580, 0x3E21_5600, 0x3F2D_D780, 0x3F58_E880, 0x3F31_8780, 0x3EC9_1F00,
        0x3F43_9280,
      ]),
    Draw(
      kind: "uniforms", key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000,
      block: 0x0000_0000_0000_0000,
      patterns: [
        0x3FDF_3CD4_3F75_2594, 0x3FEC_02E9_5447_8C09, 0x3FD5_FED8_9346_E872, 0x3FC0_405C_1511_3A40,
        0x3FD5_3483_98B3_E984,
      ]),
    Draw(
      kind: "floatGaussians", key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000,
      block: 0x0000_0000_0000_0000,
      patterns: [
        0x3D3A_B8F6, 0x3F1B_A0F0, 0xBF99_8017, 0xBF9A_2FFA, 0xBF95_F442, 0x3FE0_A32B, 0x3FB7_7DFC, 0xBFB3_04AC,
        0xBEA2_0496, 0x3F10_7B27, 0x3E7E_1C5D, 0x400C_CB90, 0xBDE9_1263, 0x3DCA_4D66, 0xBDB5_ED35,
      ]),
    Draw(
      kind: "floatUniforms", key: 0x0123_4567_89AB_CDEF, stream: 0xFEDC_BA98_7654_3210,
      block: 0x0000_0000_FFFF_FFFE,
      patterns: [
        0x3E83_1C40, 0x3F4A_2066, 0x3C37_B6C0, 0x3F16_F043, 0x3DE3_9AB8, 0x3B14_5D00,
      ]),
    Draw(
      kind: "coarseUniforms", key: 0x0123_4567_89AB_CDEF, stream: 0xFEDC_BA98_7654_3210,
      block: 0x0000_0000_FFFF_FFFE,
      patterns: [
        0x3F41_7980, 0x3F62_5580, 0x3F37_F780, 0x3F1C_FF80, 0x3F30_4180, 0x3F5C_1180, 0x3E08_9600, 0x3F45_2180,
        0x3F1A_CE80,
      ]),
    Draw(
      kind: "uniforms", key: 0x0123_4567_89AB_CDEF, stream: 0xFEDC_BA98_7654_3210,
      block: 0x0000_0000_FFFF_FFFE,
      patterns: [
        0x3FE9_440C_D788_31C4, 0x3FE2_DE08_6540_5BDB, 0x3F62_8BBC_E38E_6A00, 0x3FE5_2E74_5883_B698,
        0x3FC7_081F_264B_4F40,
      ]),
    Draw(
      kind: "floatGaussians", key: 0x0123_4567_89AB_CDEF, stream: 0xFEDC_BA98_7654_3210,
      block: 0x0000_0000_FFFF_FFFE,
      patterns: [
        0x3ECF_E4B3, 0xBFCC_C9BC, 0xC022_32CA, 0xBFCC_BCA7, 0x4006_2488, 0x3CF4_4136, 0xBFE2_01FD, 0x3F8B_A1BE,
        0x3F6E_8879, 0xBEE0_BA20, 0x3F51_1A6D, 0x3EA2_BAEC, 0x3E3F_290D, 0xBDDB_0EE9, 0x3FA1_300A,
      ]),
  ]

  struct Branch {
    let key: UInt64, stream: UInt64
    let name: String
    let index: Int
    let childKey: UInt64, childStream: UInt64
  }

  static let branches: [Branch] = [
    Branch(
      key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000, name: "trial", index: 3,
      childKey: 0x6E87_B9B6_A4FE_5247, childStream: 0x2B45_BC3B_94D8_5FE0),
    Branch(
      key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000, name: "trial", index: 4,
      childKey: 0x7213_0127_B1AB_8D52, childStream: 0x6ED5_7F72_6FFB_F226),
    Branch(
      key: 0x0000_0000_0134_D88F, stream: 0x0000_0000_0000_0000, name: "", index: 0,
      childKey: 0x2C32_AC8C_CBF7_0AA9, childStream: 0x1355_1D4C_8B55_C63F),
    Branch(
      key: 0x6E87_B9B6_A4FE_5247, stream: 0x2B45_BC3B_94D8_5FE0, name: "größe", index: -1,
      childKey: 0x67DE_54FB_EDD4_84EF, childStream: 0x3BFF_E9DF_EBA1_C8FB),
    Branch(
      key: 0x67DE_54FB_EDD4_84EF, stream: 0x3BFF_E9DF_EBA1_C8FB, name: "words", index: 9_223_372_036_854_775_807,
      childKey: 0xBF2B_589D_3F5F_2E31, childStream: 0x537A_E82A_C800_C5C6),
  ]

  /// Signs from the root of `seed`.
  static let signs: [Double] = [
    -1, 1, -1, -1, 1, -1, 1, 1, -1, -1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1,
    -1, 1, 1, -1, 1, 1, -1, 1, -1, 1, -1, -1, -1, 1, -1, -1, -1, -1, -1, -1,
  ]

  /// Successive draws from the root of `seed`, and the block after them.
  static let integers: [(bound: Int, value: Int)] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (10, 6),
    (1_000, 517),
    (4_294_967_296, 23_259_117),
    (9_223_372_036_854_775_807, 6_732_137_344_609_612_697),
    (4_611_686_018_427_387_905, 992_914_126_443_244_921),
    (4_611_686_018_427_387_905, 654_738_093_279_134_119),
    (4_611_686_018_427_387_905, 3_845_062_599_581_790_539),
    (4_611_686_018_427_387_905, 3_218_966_110_762_616_642),
    (4_611_686_018_427_387_905, 2_954_467_179_459_435_604),
    (4_611_686_018_427_387_905, 2_431_278_461_035_491_219),
    (4_611_686_018_427_387_905, 2_791_180_391_998_545_680),
    (4_611_686_018_427_387_905, 3_244_031_889_659_054_100),
    (6_917_529_027_641_081_856, 425_839_250_475_738_016),
    (6_917_529_027_641_081_856, 2_372_527_320_734_735_099),
    (6_917_529_027_641_081_856, 4_741_682_820_327_813_869),
    (6_917_529_027_641_081_856, 6_049_007_441_381_402_392),
    (6_917_529_027_641_081_856, 3_621_480_702_308_375_876),
    (6_917_529_027_641_081_856, 3_777_507_697_046_950_587),
    (6_917_529_027_641_081_856, 1_219_363_565_281_770_967),
    (6_917_529_027_641_081_856, 2_081_150_628_776_589_999),
  ]
  static let blockAfterIntegers: UInt64 = 24

  /// A permutation of 20 from the root of `seed`.
  static let permutation = [
    12, 15, 1, 14, 3, 13, 7, 4, 17, 18, 11, 19, 2, 16, 0, 8, 10, 5, 6, 9,
  ]

  /// FNV-1a-64 over the little-endian bit patterns of the Gaussians of branch "digest".
  static let digestCount = 65_537
  static let digest: UInt64 = 0x1043_BB34_0034_03C3
}

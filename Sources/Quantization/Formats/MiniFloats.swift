/// The small floats that have names.
extension MiniFloat {
  /// Four bits: 0, ½, 1, 1½, 2, 3, 4, 6 and their opposites. OCP MX.
  public static let e2m1 = MiniFloat("e2m1", exponentBits: 2, mantissaBits: 1)
  /// Six bits to ±7.5. OCP MX.
  public static let e2m3 = MiniFloat("e2m3", exponentBits: 2, mantissaBits: 3)
  /// Six bits to ±28. OCP MX.
  public static let e3m2 = MiniFloat("e3m2", exponentBits: 3, mantissaBits: 2)
  /// Eight bits to ±448, no infinity; S.1111.111 is NaN. OCP FP8.
  public static let e4m3 = MiniFloat("e4m3", exponentBits: 4, mantissaBits: 3, specials: .onlyNaN)
  /// Eight bits to ±57,344, with infinity and NaN. OCP FP8.
  public static let e5m2 = MiniFloat("e5m2", exponentBits: 5, mantissaBits: 2, specials: .infinityAndNaN)
  /// The upper half of a Float32.
  public static let bf16 = MiniFloat("bf16", exponentBits: 8, mantissaBits: 7, specials: .infinityAndNaN)
  /// IEEE 754 binary16.
  public static let f16 = MiniFloat("f16", exponentBits: 5, mantissaBits: 10, specials: .infinityAndNaN)

  /// All of them.
  public static let named = [e2m1, e2m3, e3m2, e4m3, e5m2, bf16, f16]
}

import CDenseAlgebra

/// Which BLAS and LAPACK serve this process.
public struct AlgebraProvider: Sendable, Equatable {
  /// "OpenBLAS", "MKL", "BLAS", or "plain" for the built-in twin.
  public let name: String
  /// The library file; empty for the twin.
  public let file: String
  /// The processor core type that the library chose; empty when it does not say.
  public let core: String
  /// 32 or 64: the width of the library's integers.
  public let integerBits: Int
  /// True when the library belonged to the host process, such as NumPy's.
  public let foundInProcess: Bool
  /// What SIGNBIT_BLAS asked for and could not be had; nil when there was no such wish.
  public let missing: String?

  public var isPlain: Bool { name == "plain" }

  /// The provider in use, found at the first call.
  public static var active: AlgebraProvider {
    let found = cda_active().pointee
    let missing = String(cString: found.missing)
    return AlgebraProvider(
      name: String(cString: found.name), file: String(cString: found.file), core: String(cString: found.core),
      integerBits: Int(found.integer_bits), foundInProcess: found.found_in_process,
      missing: missing.isEmpty ? nil : missing)
  }
}

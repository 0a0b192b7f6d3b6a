import Messages

/// Reads NumPy's `.npy` files: versions 1 to 3, both byte orders, C and Fortran order, every real
/// number type and booleans.
///
/// Nothing is executed and no object is unpickled: the header is read by a small grammar of its own.
///
/// - Source: numpy.lib.format, "Format Version 1.0" to "3.0".
public enum NpyReader {
  /// - Throws: a `Refusal` of kind `input` for damaged or truncated files and types without real numbers.
  public static func read(_ file: FileBytes) throws -> NumberArray { try read(file.bytes[...], name: file.name) }

  /// - Parameter name: the file, and the array where it holds several.
  static func read(_ bytes: ArraySlice<UInt8>, name: String) throws -> NumberArray {
    let header = try NpyHeader(bytes, name: name)
    guard let type = header.elementType else {
      throw Refusal.input(
        "\(name): found elements of type '\(header.descr.prefix(40))', expected real numbers (u1 to u8, i1 to i8, f2, "
          + "f4, f8, b1); save the array as floats: numpy.save(path, a.astype('f4'))")
    }
    return try NumberArray(
      decoding: bytes[header.dataStart...], name: name, shape: header.shape, type: type,
      isBigEndian: header.descr.first == ">", isColumnMajor: header.isColumnMajor)
  }
}

import Messages

/// Reads the idx format of the MNIST files: a magic number, the lengths of the axes, the numbers.
///
/// Values are kept as stored (0 to 255 for images): rescaling is a choice of the model, not of the file.
///
/// - Source: LeCun, Cortes & Burges, *The MNIST database*, "the IDX file format".
public enum IdxReader {
  /// Whether the bytes begin like idx: two zeros, a known type, one to four axes.
  static func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && type(of: bytes[2]) != nil && 1...4 ~= bytes[3]
  }

  /// - Throws: a `Refusal` of kind `input` for damaged or truncated files.
  public static func read(_ file: FileBytes) throws -> NumberArray {
    let bytes = file.bytes
    guard recognizes(bytes), let type = type(of: bytes[2]) else {
      throw Refusal.input(
        "\(file.name): does not begin like an idx file (two zero bytes, a type from 8 to 14, 1 to 4 axes); "
          + "fetch it again")
    }
    let axisCount = Int(bytes[3])
    let start = 4 + 4 * axisCount
    guard bytes.count >= start else {
      throw Refusal.input(
        "\(file.name), byte \(bytes.count): the file ends inside its header, expected \(axisCount) axes; "
          + "it is incomplete, fetch it again")
    }
    let shape = (0..<axisCount).map { axis in
      bytes[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) }
    }
    return try NumberArray(
      decoding: bytes[start...], name: file.name, shape: shape, type: type, isBigEndian: true)
  }

  private static func type(of code: UInt8) -> ElementType? {
    switch code {
    case 0x08: .u8
    case 0x09: .i8
    case 0x0B: .i16
    case 0x0C: .i32
    case 0x0D: .f32
    case 0x0E: .f64
    default: nil
    }
  }
}

public import LinearAlgebra

/// Writes NumPy's npy format, version 1.0, little-endian, C order.
///
/// - Source: NumPy Enhancement Proposal 1; `numpy.lib.format`.
public enum NpyWriter {
  /// A matrix of Float64 (`<f8`).
  public static func bytes(_ matrix: Matrix) -> [UInt8] {
    var bytes = header("<f8", "(\(matrix.rowCount), \(matrix.columnCount))")
    matrix.elements.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// A vector of Int64 (`<i8`).
  public static func bytes(_ numbers: [Int]) -> [UInt8] {
    header("<i8", "(\(numbers.count),)") + numbers.flatMap { littleEndian(UInt64(bitPattern: Int64($0))) }
  }

  /// Magic, version and a dictionary, padded so that the numbers begin at a multiple of 64.
  private static func header(_ type: String, _ shape: String) -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    let padded = Array(text.utf8) + [UInt8](repeating: 0x20, count: length - text.utf8.count - 1) + [0x0A]
    return NpyHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + padded
  }

  private static func littleEndian(_ bits: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
  }
}

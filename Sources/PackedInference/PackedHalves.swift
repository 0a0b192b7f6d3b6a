import CKernels
public import LinearAlgebra
import Messages

/// A matrix in IEEE binary16, two bytes a weight, and its product with a vector.
///
/// Activations stay f32 and so do the sums: only what is stored and read is halved.
public struct PackedHalves: Sendable {
  /// Outputs.
  public let rowCount: Int
  /// Inputs.
  public let columnCount: Int
  /// The bit patterns, row by row.
  private let bits: [UInt16]

  /// The halves nearest to the entries, ties to even; from 65,520 on they are infinite.
  public init(rounding matrix: Matrix) {
    rowCount = matrix.rowCount
    columnCount = matrix.columnCount
    bits = matrix.elements.map { Float16($0).bitPattern }
  }

  /// The numbers that halves of the entries stand for: `init(rounding:).matrix`, without their bits.
  public static func rounded(_ matrix: Matrix) -> Matrix {
    var result = matrix
    var entries = result.elements.mutableSpan
    for i in entries.indices {
      let x = entries[unchecked: i]
      // 2ᵉ ≤ |x| < 2ᵉ⁺¹, but 2⁻¹⁴ for subnormal halves. Beside 1.5 · 2ᵉ⁺⁴² there is room for 11 bits of x.
      let power = Double(bitPattern: x.bitPattern & 0x7FF0_0000_0000_0000)
      let shift = (power < 0x1p-14 ? 0x1p-14 : power) * 0x1.8p42
      let y = (x + shift) - shift
      entries[unchecked: i] = x.magnitude >= 65520 ? x * .infinity : y
    }
    return result
  }

  /// Reads halves as a file holds them: row by row, each the low byte first.
  ///
  /// - Throws: a `Refusal` of kind `input` for another number of bytes than 2 · rows · columns, and for an
  ///   infinity or a NaN.
  public init(rows: Int, columns: Int, bytes: ArraySlice<UInt8>) throws {
    try Model.checkShape(rows: rows, columns: columns)
    guard bytes.count == 2 * rows * columns else {
      throw Refusal.input(
        "\(rows) × \(columns) weights of f16 take \(2 * rows * columns) bytes, but there are \(bytes.count) bytes")
    }
    let start = bytes.startIndex
    let bits = (0..<rows * columns).map { UInt16(bytes[start + 2 * $0]) | UInt16(bytes[start + 2 * $0 + 1]) << 8 }
    if let bad = bits.firstIndex(where: { !Self.isFinite($0) }) {
      throw Refusal.input("weight \(bad % columns + 1) of row \(bad / columns + 1) is not finite; f16 weights must be")
    }
    rowCount = rows
    columnCount = columns
    self.bits = bits
  }

  /// What `init(rows:columns:bytes:)` reads.
  public var bytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 2 * bits.count)
    for i in bits.indices {
      (bytes[2 * i], bytes[2 * i + 1]) = (UInt8(truncatingIfNeeded: bits[i]), UInt8(bits[i] >> 8))
    }
    return bytes
  }

  public var isFinite: Bool { bits.allSatisfy(Self.isFinite) }

  private static func isFinite(_ bits: UInt16) -> Bool { bits & 0x7C00 != 0x7C00 }

  /// The entries as numbers.
  public var matrix: Matrix {
    Matrix(rows: rowCount, columns: columnCount, elements: bits.map { Double(Float16(bitPattern: $0)) })
  }

  /// Replaces y with W x.
  ///
  ///     a_l = Σ_g w₁₆g₊ₗ x₁₆g₊ₗ for l = 0, …, 15,   y_r = a₀ after a_l ← a_l + a_{l+h}, l < h, h = 8, 4, 2, 1
  ///
  /// in f32, each product and each sum rounded, summed over g in order.
  ///
  /// - Parameters:
  ///   - x: One activation per column.
  ///   - y: One sum per row.
  ///   - kernels: Any set gives the same bits, as long as no sum is NaN.
  ///
  /// The error is at most (⌈columns/16⌉ + 5) · 2⁻²⁴ · Σ|wⱼxⱼ|, subnormal products aside.
  ///
  /// - Precondition: `x.count == columnCount` and `y.count == rowCount`.
  public func multiply(_ x: Span<Float>, into y: inout MutableSpan<Float>, using kernels: KernelSet = .active) {
    precondition(x.count == columnCount, "\(columnCount) columns of halves cannot take \(x.count) activations")
    precondition(y.count == rowCount, "\(rowCount) rows of halves cannot fill \(y.count) sums")
    x.withUnsafeBufferPointer { input in
      y.withUnsafeMutableBufferPointer { output in
        guard let x = input.baseAddress, let y = output.baseAddress else { return }
        kernels.table.gemv_f16_f32(bits, x, y, rowCount, columnCount)
      }
    }
  }

  /// W x, in a new array; see `multiply(_:into:using:)`.
  public func multiply(_ x: [Float], using kernels: KernelSet = .active) -> [Float] {
    var y = [Float](repeating: 0, count: rowCount)
    var sums = y.mutableSpan
    multiply(x.span, into: &sums, using: kernels)
    return y
  }
}

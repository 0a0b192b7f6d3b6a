public import LinearAlgebra
import Messages
import Quantization

/// Integers of b bits without a zero and one scale per row: w = scale · (an odd integer up to ±(2^b − 1)).
///
///     W x = scale · Σᵢ 2ⁱ (Sᵢ x),   Sᵢ the signs that bit i of the codes stands for
///
/// Run from the b planes of bits by the one-bit kernel, so that the cost is that of b sign layers. The codes are those
/// of `MidRiseInteger`, whose widths are 2 to 8.
public struct IntegerLayer<let bits: Int>: PackedLayer {
  public static var code: UInt16 { UInt16(10 + bits) }
  public static var format: String { numbers.name }
  public static var bitWidth: Int { bits }

  private static var numbers: MidRiseInteger { MidRiseInteger(bitWidth: bits) }
  private static var placeValues: [Float] { (0..<bits).map { Float(1 << $0) } }

  private let planes: BitPlanes
  public let scales: [Float]

  public var rowCount: Int { planes.rowCount }
  public var columnCount: Int { planes.columnCount }
  public var weightBytes: [UInt8] { planes.bytes }
  public var isFinite: Bool { scales.allSatisfy(\.isFinite) }
  public var matrix: Matrix { planes.matrix(scales: scales) }

  /// The weights scale · number, for numbers (K × d) of `MidRiseInteger(bitWidth: bits)`: ±1, ±3, …, ±(2^b − 1).
  ///
  /// - Precondition: the numbers are of that format; one scale per row.
  public init(numbers: Matrix, scales: [Double]) {
    precondition(scales.count == numbers.rowCount)
    planes = BitPlanes(numbers, of: Self.numbers, placeValues: Self.placeValues)
    self.scales = scales.map { Float($0) }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.count == rows else {
      throw Refusal.input("a layer of \(rows) rows of \(Self.format) needs \(rows) scales; found \(scales.count)")
    }
    planes = try BitPlanes(
      rows: rows, columns: columns, bytes: weightBytes, of: Self.numbers, placeValues: Self.placeValues)
    self.scales = scales
  }

  public func multiply(_ x: [Float], into y: inout [Float]) { planes.multiply(x, scales: scales, into: &y) }
}

public import LinearAlgebra
import Messages
import Quantization

/// Weights −1, 0 and +1 in two bits, and one scale per row: w = scale · (−1, 0 or +1).
///
///     W x = scale · (½ S₀ x + ½ S₁ x),   Sᵢ the signs that bit i of the codes stands for
///
/// Run from the two planes of bits by the one-bit kernel. The codes are those of `Ternary`.
public struct TernaryLayer: PackedLayer {
  public static let code: UInt16 = 5
  public static let format = "ternary"
  public static let bitWidth = 2

  private static let placeValues: [Float] = [0.5, 0.5]

  private let planes: BitPlanes
  public let scales: [Float]

  public var rowCount: Int { planes.rowCount }
  public var columnCount: Int { planes.columnCount }
  public var weightBytes: [UInt8] { planes.bytes }
  public var isFinite: Bool { scales.allSatisfy(\.isFinite) }
  public var matrix: Matrix { planes.matrix(scales: scales) }

  /// The weights scale · number, for numbers (K × d) −1, 0 and +1.
  ///
  /// - Precondition: there are no other numbers; one scale per row.
  public init(numbers: Matrix, scales: [Double]) {
    precondition(scales.count == numbers.rowCount)
    planes = BitPlanes(numbers, of: Ternary(), placeValues: Self.placeValues)
    self.scales = scales.map { Float($0) }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.count == rows else {
      throw Refusal.input("a ternary layer of \(rows) rows needs \(rows) scales; found \(scales.count)")
    }
    planes = try BitPlanes(
      rows: rows, columns: columns, bytes: weightBytes, of: Ternary(), placeValues: Self.placeValues)
    self.scales = scales
  }

  public func multiply(_ x: [Float], into y: inout [Float]) { planes.multiply(x, scales: scales, into: &y) }
}

public import LinearAlgebra
import Messages

/// One bit per weight and one scale per row: w = scale · (±1), the bit 1 meaning −1.
public struct SignLayer: PackedLayer {
  public static let code: UInt16 = 2
  public static let format = "sign"
  public static let bitWidth = 1

  public let signs: PackedSigns
  public let scales: [Float]

  public var rowCount: Int { signs.rowCount }
  public var columnCount: Int { signs.columnCount }
  public var weightBytes: [UInt8] { signs.plainRows }

  public var isFinite: Bool { scales.allSatisfy(\.isFinite) }

  public var matrix: Matrix {
    var matrix = signs.matrix
    for i in 0..<rowCount {
      for j in matrix.range(ofRow: i) { matrix.elements[j] *= Double(scales[i]) }
    }
    return matrix
  }

  /// The signs of W (K × d), with sign(0) = +1, and given scales.
  ///
  /// - Precondition: one scale per row.
  public init(signsOf weights: Matrix, scales: [Double]) {
    precondition(scales.count == weights.rowCount)
    signs = PackedSigns(signsOf: weights)
    self.scales = scales.map { Float($0) }
  }

  public init(rows: Int, columns: Int, weightBytes: ArraySlice<UInt8>, scales: [Float]) throws {
    guard scales.count == rows else {
      throw Refusal.input("a sign layer of \(rows) rows needs \(rows) scales; found \(scales.count)")
    }
    signs = try PackedSigns(rows: rows, columns: columns, signs: Array(weightBytes))
    self.scales = scales
  }

  public func multiply(_ x: [Float], into y: inout [Float]) {
    var span = y.mutableSpan
    signs.multiply(x.span, into: &span)
    for i in y.indices { y[i] *= scales[i] }
  }
}

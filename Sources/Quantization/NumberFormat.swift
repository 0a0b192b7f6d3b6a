/// A finite set of real numbers, each with a binary code.
///
/// A new format is a file in `Formats/` and a line in its catalog; tests try every code of it.
public protocol NumberFormat: Sendable {
  /// The name on the command line and in JSON: "int4".
  var name: String { get }
  /// Bits per code; at most 16.
  var bitWidth: Int { get }
  /// The half-width of the interval that the format stands for, in its own units: what lies beyond saturates.
  var range: Double { get }

  /// The number of a code; nil for a code that is not used, or does not have `bitWidth` bits.
  func value(of code: UInt16) -> Double?

  /// The code of the number nearest to x; halfway between two, the larger one. NaN counts as 0.
  func code(nearest x: Double) -> UInt16
}

extension NumberFormat {
  /// Every code that is used, in ascending order.
  public var codes: [UInt16] { (0..<(1 << bitWidth)).map { UInt16($0) }.filter { value(of: $0) != nil } }

  /// The number nearest to x; halfway between two, the larger one. NaN counts as 0.
  public func nearest(_ x: Double) -> Double { value(of: code(nearest: x))! }

  /// The definition of `code(nearest:)`: the largest number whose halfway point to the next smaller one is not
  /// above x.
  public func referenceCode(nearest x: Double) -> UInt16 {
    let x = x.isNaN ? 0 : x
    let ascending = codes.sorted { value(of: $0)! < value(of: $1)! }
    return zip(ascending, ascending.dropFirst()).reduce(ascending[0]) { best, pair in
      (value(of: pair.0)! + value(of: pair.1)!) / 2 <= x ? pair.1 : best
    }
  }
}

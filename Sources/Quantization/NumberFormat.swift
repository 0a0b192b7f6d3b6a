/// A finite set of real numbers, each with a binary code.
///
/// A new format is a file in `Formats/` and a line in its catalog; tests try every code of it against `NumberLine`,
/// the definition by search. What lies beyond the outermost numbers saturates, whatever the rounding; NaN counts as 0.
public protocol NumberFormat: Sendable {
  /// The name on the command line and in JSON: "int4".
  var name: String { get }
  /// Bits per code; at most 16.
  var bitWidth: Int { get }
  /// The half-width of the interval that the format stands for, in its own units: what lies beyond saturates.
  var range: Double { get }

  /// The number of a code; nil for a code that is not used or stands for no number, or does not have `bitWidth` bits.
  func value(of code: UInt16) -> Double?

  /// The code of the number nearest to x; halfway between two, the larger one. NaN counts as 0.
  ///
  /// Of two zeros the one with the sign of x.
  func code(nearest x: Double) -> UInt16

  /// The number nearest to x / unit for each x, which is `nearest` once per array instead of once per number.
  ///
  /// - Precondition: a positive unit, and as much room as there are values.
  func nearest(_ values: Span<Double>, unit: Double, into numbers: inout MutableSpan<Double>)

  /// The numbers next to x on either side; twice the same where x is one, or lies beyond the last.
  ///
  /// A zero has the sign of x where the format has a −0.
  func neighbors(of x: Double) -> Neighbors

  /// Whether ties between this code and the next go to this one in rounding to nearest even.
  func isEven(_ code: UInt16) -> Bool
}

/// The two numbers of a format between which a value lies.
public struct Neighbors: Sendable, Equatable {
  public let lower: Double
  public let upper: Double
  /// Of two distinct numbers, whether the code of the lower one is even: then a tie goes down.
  public let lowerIsEven: Bool

  public init(_ lower: Double, _ upper: Double, lowerIsEven: Bool) {
    self.lower = lower
    self.upper = upper
    self.lowerIsEven = lowerIsEven
  }

  /// One number: there is nothing to choose.
  public init(_ number: Double) { self.init(number, number, lowerIsEven: true) }
}

extension NumberFormat {
  public func isEven(_ code: UInt16) -> Bool { code & 1 == 0 }

  /// Every code that is used, in ascending order.
  public var codes: [UInt16] { (0..<(1 << bitWidth)).map { UInt16($0) }.filter { value(of: $0) != nil } }

  /// The number nearest to x; halfway between two, the larger one. NaN counts as 0.
  public func nearest(_ x: Double) -> Double { value(of: code(nearest: x))! }

  public func nearest(_ values: Span<Double>, unit: Double, into numbers: inout MutableSpan<Double>) {
    for i in values.indices { numbers[i] = nearest(values[i] / unit) }
  }

  /// One of the two numbers next to x.
  ///
  /// - Parameter noise: Uniform in [0, 1); a rounding that is not random does not read it.
  @inlinable
  public func rounded(_ x: Double, by rounding: some Rounding, noise: Double = 0) -> Double {
    let x = x.isNaN ? 0 : x
    let around = neighbors(of: x)
    return rounding.roundsUp(x, around, noise: noise) ? around.upper : around.lower
  }

  /// The code of one of the two numbers next to x.
  public func code(for x: Double, by rounding: some Rounding, noise: Double = 0) -> UInt16 {
    code(nearest: rounded(x, by: rounding, noise: noise))
  }

  /// Rounds every value in units of a scale: x ← scale × the number beside x · (1/scale).
  ///
  /// The reciprocal is rounded once, so that kernels multiply where they would have to divide. A scale without a finite
  /// reciprocal, or none above 0, makes every value 0.
  ///
  /// - Parameter noise: One number in [0, 1) per value, or none where the rounding is not random.
  /// - Precondition: as many noises as values where the rounding is random.
  public func round(
    _ values: inout ArraySlice<Double>, scale: Double = 1, by rounding: some Rounding, noise: ArraySlice<Double> = []
  ) {
    precondition(!rounding.isRandom || noise.count == values.count, "one noise per value")
    let inverse = 1 / scale
    guard scale > 0, inverse.isFinite else {
      for i in values.indices { values[i] = 0 }
      return
    }
    var next = noise.startIndex
    for i in values.indices {
      values[i] = scale * rounded(values[i] * inverse, by: rounding, noise: rounding.isRandom ? noise[next] : 0)
      next += 1
    }
  }
}

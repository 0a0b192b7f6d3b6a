/// Numbers, a scale and a rounding: what becomes of real values.
///
///     Q(x) = scale × one of the two numbers next to x · (1/scale)
///
/// Nothing is fitted to the data but the scale of MX blocks.
public struct Quantizer: Sendable, Equatable {
  public enum Scaling: Sendable, Equatable {
    /// One scale for everything, known beforehand.
    case fixed(Double)
    /// A scale of their own for every 32 values that follow each other; the last block may be shorter.
    case blocks(PowerOfTwo)
  }

  /// How many values share a scale in MX formats.
  public static let blockSize = 32

  /// As on the command line, rounding included: "fixed4:range=4:sr".
  public let name: String
  public let format: any NumberFormat
  public let scaling: Scaling
  public let rounding: any Rounding

  public init(_ name: String, _ format: any NumberFormat, _ scaling: Scaling, _ rounding: any Rounding) {
    self.name = name
    self.format = format
    self.scaling = scaling
    self.rounding = rounding
  }

  /// Whether both make the same of every value: by name, and by the numbers, since a file gives those of a grid.
  public static func == (one: Quantizer, other: Quantizer) -> Bool {
    func numbers(_ format: some NumberFormat) -> [Double?] { format.codes.map { format.value(of: $0) } }
    return one.name == other.name && one.scaling == other.scaling && numbers(one.format) == numbers(other.format)
  }

  /// Bits that one value takes, its share of the scale included.
  public var bitsPerValue: Double {
    switch scaling {
    case .fixed: Double(format.bitWidth)
    case .blocks: Double(format.bitWidth) + 8 / Double(Self.blockSize)
    }
  }

  /// Replaces every value by the number that stands for it.
  ///
  /// - Parameter noise: One number in [0, 1) per value; may be empty where the rounding is not random.
  /// - Precondition: as many noises as values where the rounding is random.
  public func quantize(_ values: inout [Double], noise: [Double] = []) {
    precondition(!rounding.isRandom || noise.count == values.count, "one noise per value")
    quantize(&values, noise, format, rounding)
  }

  /// With the types known, so that the loop does not ask for them at every value.
  private func quantize(
    _ values: inout [Double], _ noise: [Double], _ format: some NumberFormat, _ rounding: some Rounding
  ) {
    func noises(_ range: Range<Int>) -> ArraySlice<Double> { rounding.isRandom ? noise[range] : [] }
    switch scaling {
    case .fixed(let scale):
      format.round(&values[...], scale: scale, by: rounding, noise: noises(0..<values.count))
    case .blocks(let rule):
      for start in stride(from: 0, to: values.count, by: Self.blockSize) {
        let block = start..<min(start + Self.blockSize, values.count)
        let scale = rule.scale(of: values[block], for: format)
        format.round(&values[block], scale: scale, by: rounding, noise: noises(block))
      }
    }
  }
}

import LinearAlgebra

/// The time of y = W x for signs W, in Float32 by BLAS and from packed bits, on one thread.
public struct LayerTiming: Sendable {
  /// Milliseconds: the median of the warm calls, and their interquartile range.
  public let float: (median: Double, spread: Double)
  public let oneBit: (median: Double, spread: Double)
  /// The largest difference of the two results, as a share of the largest entry.
  public let difference: Double
  public var ratio: Double { float.median / oneBit.median }

  /// - Parameters:
  ///   - inputs: d; W has 4 d bytes per output in Float32.
  ///   - seed: of W and x.
  public init(inputs: Int, outputs: Int, seed: UInt64) throws {
    let stream = RandomStream(seed: seed).branch("layer timing", outputs)
    var (signs, values) = (stream.branch("signs"), stream.branch("input"))
    let x = values.floatGaussians(inputs)
    let bytesPerRow = (inputs + 7) / 8
    let words = signs.words(outputs * ((bytesPerRow + 3) / 4))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(outputs * bytesPerRow)
    for row in 0..<outputs {
      for i in 0..<bytesPerRow {
        let byte = UInt8(truncatingIfNeeded: words[row * ((bytesPerRow + 3) / 4) + i / 4] >> UInt32(i % 4 * 8))
        let isLast = i == bytesPerRow - 1 && inputs % 8 != 0
        bytes.append(isLast ? byte & (1 << UInt8(inputs % 8) - 1) : byte)
      }
    }
    let packed = try PackedSigns(rows: outputs, columns: inputs, signs: bytes)
    let weights = [Float](unsafeUninitializedCapacity: outputs * inputs) { buffer, count in
      for row in 0..<outputs {
        for j in 0..<inputs {
          buffer[row * inputs + j] = bytes[row * bytesPerRow + j / 8] >> UInt8(j % 8) & 1 == 1 ? -1 : 1
        }
      }
      count = outputs * inputs
    }
    var y = [Float](repeating: 0, count: outputs)
    // In turn, so that a busy moment of the machine meets both.
    var (slow, fast): ([Double], [Double]) = ([], [])
    var z: [Float] = []
    for turn in 0..<12 {
      let one = Timing.of(repeats: 1, seconds: 60) {
        matrixVector(weights, rows: outputs, columns: inputs, x, into: &y)
      }.0
      let other = Timing.of(repeats: 4, seconds: 60) { z = packed.multiply(x) }.0
      if turn > 0 {
        slow += one.warm
        fast += other.warm
      }
    }
    let (a, b) = (Timing(cold: 0, warm: slow), Timing(cold: 0, warm: fast))
    float = (a.median, a.spread)
    oneBit = (b.median, b.spread)
    let largest = y.reduce(0) { max($0, $1.magnitude) }
    difference = Double(zip(y, z).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / max(largest, 1e-30))
  }
}

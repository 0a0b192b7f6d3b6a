public import LinearAlgebra
import Messages

/// Real inputs as whole numbers of eight bits, so that a binary layer adds integers.
///
///     level(xⱼ) = (xⱼ − lowⱼ) / stepⱼ in Float32, rounded to the nearest (ties to even), kept within 0 … 255
///
/// A NaN has the level 0. Pixels of eight bits have low 0 and step 1: they are their own levels.
public struct InputLevels: Sendable, Equatable {
  public static let largest = 255

  /// One for all inputs, or one for each.
  public let lows: [Float]
  /// As many; positive.
  public let steps: [Float]

  public var isShared: Bool { lows.count == 1 }

  /// Ranges that are all equal are kept as one.
  ///
  /// - Throws: a `Refusal` of kind `usage` where a low is not finite or a step not positive.
  public init(lows: [Float], steps: [Float]) throws {
    guard !lows.isEmpty, lows.count == steps.count, lows.allSatisfy(\.isFinite),
      steps.allSatisfy({ $0 > 0 && $0.isFinite })
    else { throw Refusal.usage("levels of inputs need as many finite lows as positive steps") }
    let isOne = lows.allSatisfy { $0 == lows[0] } && steps.allSatisfy { $0 == steps[0] }
    self.lows = isOne ? [lows[0]] : lows
    self.steps = isOne ? [steps[0]] : steps
  }

  /// The levels that suit training rows (n × d): whole numbers from 0 to 255 as they are, else 256 levels from the least to
  /// the largest value of each feature.
  ///
  /// - Parameter sharing: one range for all features, as pixels that change places need it.
  /// - Throws: a `Refusal` of kind `usage` where a value is not finite in Float32.
  public init(of rows: FloatMatrix, sharing: Bool) throws {
    if rows.elements.allSatisfy({ $0 >= 0 && $0 <= 255 && $0 == $0.rounded() }) {
      try self.init(lows: [0], steps: [1])
      return
    }
    let count = sharing ? 1 : rows.columnCount
    var least = [Float](repeating: .infinity, count: count)
    var most = [Float](repeating: -.infinity, count: count)
    for i in 0..<rows.rowCount {
      for (j, x) in rows.elements[rows.range(ofRow: i)].enumerated() {
        let place = sharing ? 0 : j
        least[place] = min(least[place], x)
        most[place] = max(most[place], x)
      }
    }
    let steps = zip(least, most).map { low, high in
      // Divided first: the difference of two numbers may be beyond Float32.
      let step = high / Float(Self.largest) - low / Float(Self.largest)
      return step > 0 ? step : 1
    }
    try self.init(lows: least, steps: steps)
  }

  /// The level of one value of input j.
  @inline(__always) public func level(_ x: Float, input j: Int) -> UInt8 {
    let place = isShared ? 0 : j
    let level = ((x - lows[place]) / steps[place]).rounded(.toNearestOrEven)
    return level > 0 ? (level < 255 ? UInt8(level) : 255) : 0
  }

  /// The levels of rows, row by row.
  public func levels(of rows: FloatMatrix) -> [UInt8] {
    precondition(isShared || rows.columnCount == lows.count)
    var result: [UInt8] = []
    result.reserveCapacity(rows.elements.count)
    for i in 0..<rows.rowCount {
      let first = i * rows.columnCount
      for j in 0..<rows.columnCount { result.append(level(rows.elements[first + j], input: j)) }
    }
    return result
  }
}

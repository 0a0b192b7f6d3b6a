/// Numbers that training moves, with what the optimizer remembers of each.
public struct TrainedNumbers: Sendable {
  public private(set) var values: [Float]
  /// Running mean of the gradient.
  private var first: [Float]
  /// Running mean of its square; empty where nobody asks.
  private var second: [Float]
  private let optimizer: NetworkOptimizer

  public init(_ values: [Float], _ optimizer: NetworkOptimizer) {
    self.values = values
    self.optimizer = optimizer
    first = [Float](repeating: 0, count: values.count)
    second = optimizer == .adam ? first : []
  }

  /// One step against a gradient, then back to [−bound, bound].
  ///
  /// - Parameter step: how many there were, this one included.
  public mutating func move(against gradient: [Float], rate: Float, step: Int, bound: Float = .infinity) {
    precondition(gradient.count == values.count)
    let count = values.count
    values.withUnsafeMutableBufferPointer { v in
      first.withUnsafeMutableBufferPointer { m in
        gradient.withUnsafeBufferPointer { g in
          switch optimizer {
          case .adam:
            second.withUnsafeMutableBufferPointer { s in
              // The moments begin at zero; so much of them is there.
              let meanShare = 1 - Self.power(0.9, step)
              let squareShare = 1 - Self.power(0.999, step)
              let size = rate / meanShare
              let root = 1 / squareShare
              for i in 0..<count {
                let mean = 0.9 * m[i] + 0.1 * g[i]
                let square = 0.999 * s[i] + 0.001 * (g[i] * g[i])
                m[i] = mean
                s[i] = square
                let moved = v[i] - size * mean / ((square * root).squareRoot() + 1e-8)
                v[i] = Self.clamped(moved, bound)
              }
            }
          case .sgd:
            for i in 0..<count {
              let mean = 0.9 * m[i] + g[i]
              m[i] = mean
              v[i] = Self.clamped(v[i] - rate * mean, bound)
            }
          }
        }
      }
    }
  }

  /// Without calls or branches, so that loops stay vector loops.
  @inline(__always) private static func clamped(_ x: Float, _ bound: Float) -> Float {
    let low = x > bound ? bound : x
    return low < -bound ? -bound : low
  }

  private static func power(_ base: Double, _ exponent: Int) -> Float {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return Float(result)
  }
}

extension Quantizer {
  /// E[Q(x)ᵏ | x] for k = 1 … 4 of values that are quantized together, over the randomness of the rounding.
  ///
  /// - Complexity: O(1) for each value.
  public func powers(of values: ArraySlice<Double>) -> [(Double, Double, Double, Double)] {
    switch scaling {
    case .fixed(let scale): return values.map { powers(of: $0, scale) }
    case .blocks(let rule):
      var found: [(Double, Double, Double, Double)] = []
      for start in stride(from: values.startIndex, to: values.endIndex, by: Self.blockSize) {
        let block = values[start..<min(start + Self.blockSize, values.endIndex)]
        let scale = rule.scale(of: block, for: format)
        found += block.map { powers(of: $0, scale) }
      }
      return found
    }
  }

  private func powers(of x: Double, _ scale: Double) -> (Double, Double, Double, Double) {
    guard scale > 0 else { return (0, 0, 0, 0) }
    let x = x.isNaN ? 0 : x / scale
    let around = format.neighbors(of: x)
    let up = around.lower < around.upper ? rounding.chanceUp(x, around) : 0
    func mean(_ power: (Double) -> Double) -> Double {
      (1 - up) * power(scale * around.lower) + up * power(scale * around.upper)
    }
    return (mean { $0 }, mean { $0 * $0 }, mean { $0 * $0 * $0 }, mean { $0 * $0 * $0 * $0 })
  }
}

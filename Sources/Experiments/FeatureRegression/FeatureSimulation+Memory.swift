import DataModels

extension FeatureSimulation {
  /// About how many bytes one trial holds at its peak: weights of one map, inputs, features with the copies that fitting
  /// makes, the Gram matrix and its factor, and a block of test features.
  public var bytesPerTrial: Double {
    let inputs = Double(model.inputCount)
    let widths = model.widths.map(Double.init)
    let weights = zip([inputs] + widths, widths).reduce(0) { $0 + 4.2 * $1.0 * $1.1 }
    let n = Double(sampleCounts.max() ?? 0)
    let last = widths.last ?? 0
    let side = min(n, last)
    let widest = ([inputs] + widths).max() ?? 0
    let kept = 8 * n * inputs + 3 * 8 * n * last + 3 * 8 * side * side
    let block = 1024 * (8 * inputs + 8 * widest + 16 * last)
    let fits = Double(settings.count / max(1, self.weights.count) * teachersPerDraw)
    return weights + kept + block + fits * (3 * 8 * last + 8 * 1024 + 8 * n)
  }
}

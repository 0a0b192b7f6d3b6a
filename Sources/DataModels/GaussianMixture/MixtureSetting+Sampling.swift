public import LinearAlgebra

extension MixtureSetting {
  /// The standard deviation of each feature within a class (d); nil where all are that of the mixture.
  public var deviations: [Double]? {
    groups.count == 1 && groups[0].sigma == mixture.sigma
      ? nil : groups.flatMap { [Double](repeating: $0.sigma, count: $0.count) }
  }

  /// One data set: means of its own, n samples, labels of which exact counts are wrong.
  ///
  /// - Parameter stream: its branches "means", "samples" and "labels" are drawn from.
  public func draw(
    noise: FeatureNoise = .gaussian, using stream: RandomStream
  ) throws -> (training: LabeledData, means: Matrix) {
    var (meansStream, sampleStream) = (stream.branch("means"), stream.branch("samples"))
    var means = try mixture.means(using: &meansStream)
    if groups.contains(where: { $0.meanScale != 1 }) {
      let scales = groups.flatMap { [Double](repeating: $0.meanScale, count: $0.count) }
      for k in 0..<means.rowCount {
        for j in scales.indices { means[k, j] *= scales[j] }
      }
    }
    let clean = try mixture.sample(
      sampleCount, means: means, deviations: deviations, noise: noise, using: &sampleStream)
    let labels = stream.branch("labels")
    let training =
      try corruption.map { try clean.corrupted($0, using: labels) }
      ?? clean.relabeled(labelShares, using: labels)
    return (training, means)
  }
}

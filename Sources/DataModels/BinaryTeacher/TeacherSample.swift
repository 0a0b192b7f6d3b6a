public import LinearAlgebra

/// What one trial of a `StraightThroughSetting` draws: data, teacher, and start.
///
/// Row k of sample i begins at (i m + k) n. The numbers are rounded to multiples of `unit`, so that every sum that decides
/// a sign is exact.
public struct TeacherSample: Sendable {
  public let weightCount: Int
  public let hiddenCount: Int
  public let sampleCount: Int
  /// What teacher and network see (N m n).
  public let forward: [Float]
  /// What every number of `forward` is a multiple of, at most 32,767 times; nil where tails are too heavy for that.
  public let unit: Double?
  /// The inputs of the backward product, equal to `forward` unless these alone are normalized.
  public let backward: [Float]
  public let backwardUnit: Double?
  /// v (m) in multiples of `outputUnit`.
  public let outputWeights: [Int32]
  public let outputUnit: Double
  /// ξ (N).
  public let noise: [Double]
  /// s* (n), ±1.
  public let teacher: [Int8]
  /// w at step 0 (n).
  public let start: [Double]

  /// ‖v‖².
  public var squaredOutputNorm: Double {
    outputWeights.reduce(0) { $0 + Double($1) * Double($1) } * outputUnit * outputUnit
  }
}

extension StraightThroughSetting {
  /// A data set with its teacher. Each part has a branch of its own: settings that differ in one part share the others.
  ///
  /// - Throws: a `Refusal` of kind `input` where whitening fails.
  public func sample(_ stream: RandomStream) throws -> TeacherSample {
    let rows = sampleCount * hiddenCount
    var forward = inputs.sample(rows: rows, columns: weightCount, stream.branch("inputs"))
    var separate: [Float]?
    if normalization != .none {
      let normalized = try normalization.applied(to: forward, columns: weightCount, at: normalizationPlace)
      if normalizationPlace == .network { forward = normalized } else { separate = normalized }
    }
    let unit = FixedPoint.round(&forward)
    let backwardUnit = separate == nil ? unit : FixedPoint.round(&separate!)
    let outputs = drawnOutputs(stream)
    var teacher = stream.branch("teacher")
    var start = stream.branch("start")
    let scale = 1 / Double(weightCount).squareRoot()
    return TeacherSample(
      weightCount: weightCount, hiddenCount: hiddenCount, sampleCount: sampleCount, forward: forward, unit: unit,
      backward: separate ?? forward, backwardUnit: backwardUnit, outputWeights: outputs,
      outputUnit: outputWeights.unit, noise: drawnNoise(stream),
      teacher: teacher.signs(weightCount).map { Int8($0) },
      start: self.start == .zero
        ? [Double](repeating: 0, count: weightCount) : start.gaussians(weightCount).map { $0 * scale })
  }

  private func drawnOutputs(_ stream: RandomStream) -> [Int32] {
    var stream = stream.branch("outputs")
    switch outputWeights {
    case .ones: return [Int32](repeating: 1, count: hiddenCount)
    case .sign: return stream.signs(hiddenCount).map { Int32($0) }
    case .gaussian:
      // All zero would be no network, and no step size.
      let drawn = stream.gaussians(hiddenCount).map { Int32(($0 / outputWeights.unit).rounded()) }
      return drawn.contains { $0 != 0 } ? drawn : [Int32](repeating: 1, count: hiddenCount)
    }
  }

  private func drawnNoise(_ stream: RandomStream) -> [Double] {
    let deviation = labelNoise.standardDeviation
    guard deviation > 0 else { return [Double](repeating: 0, count: sampleCount) }
    var stream = stream.branch("noise")
    let standard =
      switch labelNoise.law {
      case .gaussian: stream.gaussians(sampleCount)
      case .uniform: stream.uniforms(sampleCount).map { ($0 - 0.5) * 12.0.squareRoot() }
      case .rademacher: stream.signs(sampleCount)
      }
    return standard.map { deviation * $0 }
  }
}

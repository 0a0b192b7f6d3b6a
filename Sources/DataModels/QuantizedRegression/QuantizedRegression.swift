import Messages

/// Linear regression by stochastic gradient descent in low precision: one value that a simulation samples and a theory
/// integrates.
///
///     x ~ N(0, diag λ),   y = x·w* + ξ,   ξ ~ N(0, σ²)
///     x̃ = Q_d(x),   u = Q_p(w),   ã = Q_a(x̃·u),   ỹ = Q_l(y),   õ = Q_o(ỹ − ã)
///     w ← w + (γ/B) Σ_b õ_b x̃_b,       w̄ = mean of w_T … w_{t−1}
///
/// One pass over fresh samples, B for each update.
///
/// - Source: arXiv 2510.18259, section 2.
public struct QuantizedRegression: Sendable, Equatable {
  /// Whether the forward and the backward product see the same rounding of the data.
  public enum DataDraw: String, Sendable, CaseIterable, Codable { case shared, fresh }

  public var spectrum: CovarianceSpectrum
  /// w* (d).
  public var weights: [Double]
  /// w₀ (d).
  public var start: [Double]
  /// σ², a variance.
  public var noiseVariance: Double
  /// B.
  public var batchSize: Int
  /// γ, of the first update.
  public var stepSize: Double
  public var stepDecay: StepDecay
  /// N, updates.
  public var steps: Int
  /// T, the first iterate that is averaged.
  public var averagingStart: Int
  /// Whether Q_p acts in the forward product only; otherwise w itself is rounded after every update.
  public var hasMasterWeights: Bool
  public var dataDraw: DataDraw
  /// The rows that samples are drawn from, uniformly and with replacement, instead of Gaussians.
  public private(set) var measured: MeasuredInputs?
  private var errors: [QuantizationTarget: TargetError]

  /// w* = 1 and w₀ = 0 in every coordinate, everything in full precision.
  public init(
    spectrum: CovarianceSpectrum, noiseVariance: Double = 1, batchSize: Int = 1, stepSize: Double = 0.1,
    stepDecay: StepDecay = .none, steps: Int = 500, averagingStart: Int = 0, hasMasterWeights: Bool = true,
    dataDraw: DataDraw = .shared
  ) {
    self.spectrum = spectrum
    weights = [Double](repeating: 1, count: spectrum.eigenvalues.count)
    start = [Double](repeating: 0, count: spectrum.eigenvalues.count)
    self.noiseVariance = noiseVariance
    self.batchSize = batchSize
    self.stepSize = stepSize
    self.stepDecay = stepDecay
    self.steps = steps
    self.averagingStart = averagingStart
    self.hasMasterWeights = hasMasterWeights
    self.dataDraw = dataDraw
    errors = [:]
  }

  /// Samples are a user's rows; w* is their least-squares fit, w₀ = 0, σ² what it leaves.
  public init(
    _ measured: MeasuredInputs, batchSize: Int = 1, stepSize: Double = 0.1, stepDecay: StepDecay = .none,
    steps: Int = 500, averagingStart: Int = 0, hasMasterWeights: Bool = true, dataDraw: DataDraw = .shared
  ) {
    self.init(
      spectrum: measured.spectrum, noiseVariance: measured.noiseVariance, batchSize: batchSize, stepSize: stepSize,
      stepDecay: stepDecay, steps: steps, averagingStart: averagingStart, hasMasterWeights: hasMasterWeights,
      dataDraw: dataDraw)
    weights = measured.weights
    self.measured = measured
  }

  /// How a target is quantized.
  public subscript(target: QuantizationTarget) -> TargetError {
    get { errors[target] ?? .none }
    set { errors[target] = newValue == .none ? nil : newValue }
  }

  /// d.
  public var inputCount: Int { spectrum.eigenvalues.count }

  /// - Throws: a `Refusal` of kind `usage` that names the first value out of range.
  public func check() throws {
    guard weights.count == inputCount, start.count == inputCount else {
      throw Refusal.usage(
        "there are \(inputCount) inputs, but \(weights.count) true and \(start.count) initial weights; give one for each"
      )
    }
    for weight in weights + start where !(weight.magnitude <= 1e12) {
      throw Refusal.usage("a weight must lie between -1e12 and 1e12; found \(NumberText.short(weight))")
    }
    if let measured, measured.spectrum != spectrum || measured.noiseVariance != noiseVariance {
      throw Refusal.usage("spectrum and noise of measured inputs are those of their rows; leave them as they are")
    }
    guard noiseVariance >= 0, noiseVariance <= 1e12 else {
      throw Refusal.usage(
        "the variance of the noise must lie between 0 and 1e12; found \(NumberText.short(noiseVariance))")
    }
    guard (1...1_000_000_000).contains(batchSize) else {
      throw Refusal.usage("the batch must have 1 to 1,000,000,000 samples; found \(batchSize)")
    }
    guard stepSize > 0, stepSize <= 1e12 else {
      throw Refusal.usage("the step size must be above 0 and at most 1e12; found \(NumberText.short(stepSize))")
    }
    guard (0...100_000_000).contains(steps) else {
      throw Refusal.usage("the number of steps must lie between 0 and 100,000,000; found \(steps)")
    }
    guard averagingStart >= 0, averagingStart <= max(0, steps - 1) else {
      throw Refusal.usage(
        "averaging starts at an iterate from 0 to steps − 1 = \(max(0, steps - 1)); found \(averagingStart)")
    }
    for target in QuantizationTarget.allCases { try self[target].idealized?.check(for: target) }
  }
}

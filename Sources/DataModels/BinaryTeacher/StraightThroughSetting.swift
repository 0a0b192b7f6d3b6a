public import Activations
public import LinearAlgebra
import Messages

/// A two-layer network with one binary weight vector, taught by another of its kind: one value that a simulation trains
/// and a theory predicts.
///
///     y_i = Σₖ vₖ σ(z_ik · w*) + ξ_i,      w* = s*/√n,  s* ∈ {−1, 1}ⁿ,  σ(a) = 1 where a > 0, else 0
///     L(w) = (1/2N) Σᵢ r_i²,               r_i = Σₖ vₖ σ(z_ik · q) − y_i,  q = sign(w)/√n,  sign(0) = 1
///     g(q) = (1/N) Σᵢ r_i h_i,             h_i = Σₖ vₖ μ′(z_ik · q) z_ik
///     w ← w − η g,                         η = `stepSize` / ‖v‖²
///
/// with N samples of m rows z (n) each. v is known.
///
/// - Source: arXiv 2505.18113, section 2.
public struct StraightThroughSetting: Sendable {
  /// w at step 0.
  public enum Start: String, Sendable, CaseIterable, Codable {
    /// N(0, 1/n) in each coordinate.
    case gaussian
    /// 0, where no η matters.
    case zero
  }

  /// n.
  public var weightCount: Int
  /// m: hidden units, or patches, that share the weights.
  public var hiddenCount: Int
  /// N.
  public var sampleCount: Int
  public var inputs = InputLaw.gaussian
  public var normalization = InputNormalization.none
  public var normalizationPlace = InputNormalization.Place.network
  /// v.
  public var outputWeights = OutputWeightLaw.sign
  public var labelNoise = LabelNoise()
  /// μ′.
  public var surrogate: any SurrogateGradient = ReLUDerivative()
  public var rule = LatentRule.plain
  /// η ‖v‖².
  public var stepSize = 1.0
  /// T.
  public var steps = 1000
  /// Samples of each step, from one shuffled pass after another; nil is all.
  public var batchSize: Int?
  public var start = Start.gaussian

  /// Gaussian inputs, v of random signs, no noise, the derivative of ReLU, 1,000 steps of η = 1/‖v‖².
  public init(weightCount: Int, hiddenCount: Int, sampleCount: Int) {
    self.weightCount = weightCount
    self.hiddenCount = hiddenCount
    self.sampleCount = sampleCount
  }

  /// - Throws: a `Refusal` of kind `usage` that names the first value out of range.
  public func check() throws {
    for (name, value, limit) in [
      ("weights", weightCount, 30_000), ("hidden units", hiddenCount, 1_000_000), ("samples", sampleCount, 100_000_000),
      ("steps", steps, 100_000_000),
    ] {
      guard (1...limit).contains(value) else {
        throw Refusal.usage(
          "the number of \(name) must lie between 1 and \(NumberText.grouped(limit)); found \(value)")
      }
    }
    if let batchSize, !(1...sampleCount).contains(batchSize) {
      throw Refusal.usage(
        "a batch takes 1 to \(sampleCount) samples, as many as there are; found \(batchSize)")
    }
    guard labelNoise.standardDeviation >= 0, labelNoise.standardDeviation <= 1e6 else {
      throw Refusal.usage(
        "the standard deviation of the label noise must lie between 0 and 1e6; found \(NumberText.short(labelNoise.standardDeviation))"
      )
    }
    for (name, value) in [("step size", stepSize), ("bound of the latent weights", rule.bound)]
    where !(value > 0 && (value <= 1e6 || value == .infinity && name != "step size")) {
      throw Refusal.usage("the \(name) must be above 0 and at most 1e6; found \(NumberText.short(value))")
    }
    guard surrogate.cutoff > 0, surrogate.cutoff == .infinity || (1e-3...1e6).contains(surrogate.cutoff) else {
      throw Refusal.usage(
        "the cutoff of a surrogate must lie between 0.001 and 1e6; found \(NumberText.short(surrogate.cutoff))")
    }
    if case .rows(let pool) = inputs {
      guard pool.columnCount == weightCount, pool.rowCount > 0 else {
        throw Refusal.usage(
          "the rows of inputs have \(pool.columnCount) columns, but there are \(weightCount) weights; give one for each"
        )
      }
    }
  }

  /// The bytes that one trial holds at its peak.
  public var memory: Int {
    // Float32 rows and two copies of 16 bits; normalizing keeps the rows before beside the rows after.
    let perNumber = 8 + (normalization == .none ? 0 : 8)
    let numbers = sampleCount * hiddenCount * weightCount
    return numbers * perNumber + sampleCount * (8 * hiddenCount + 8 * weightCount)
  }

  /// Refuses what does not fit into memory, before anything is allocated.
  ///
  /// - Parameter trials: how many run at the same time.
  /// - Throws: a `Refusal` of kind `usage` that says how many samples fit.
  public func checkMemory(trials: Int, limit: Int = physicalMemory / 2) throws {
    guard memory > limit / max(1, trials) else { return }
    let fits = limit / max(1, trials) / (memory / sampleCount)
    let advice =
      fits > 0
      ? "at most \(NumberText.grouped(fits)) samples fit" : "not even one sample fits; choose fewer hidden units"
    throw Refusal.usage(
      "\(NumberText.grouped(sampleCount)) samples of \(hiddenCount) × \(weightCount) numbers in \(trials) trials at once "
        + "take \(NumberText.bytes(memory * max(1, trials))), more than half of this machine's memory "
        + "(\(NumberText.bytes(limit))); \(advice)" + (trials > 1 ? ", more with fewer threads" : ""))
  }
}

import Activations
import DataFiles
public import DataModels
import LinearAlgebra
import Messages

/// The model of `theory ste` and `simulate ste`: what both are asked, spelled once.
public struct STEModelRequest: Sendable, Codable, Equatable {
  /// n; nil is 25, or the columns of the data that inputs are drawn from.
  public var weights: Int?
  /// m.
  public var hidden = 128
  /// N, one row for each.
  public var samples = [140]
  public var surrogate = "relu"
  /// c, in standard deviations of the sums; identity and relu have none.
  public var cutoff = 1.0
  /// σ, a standard deviation.
  public var labelNoise = 1.0
  public var noiseLaw = "gaussian"
  /// T.
  public var steps = 600
  /// η, in units of 1/‖v‖².
  public var stepSize = 1.0
  /// "full", or how many samples.
  public var batch = "full"
  /// B of clipped latent weights.
  public var clip: Double?
  /// "gaussian" or "zero".
  public var start = "gaussian"
  public var outputWeights = "sign"
  /// B beyond which latent weights get no gradient.
  public var mask: Double?
  /// A law, or data.
  public var input = "gaussian"
  public var normalize = "none"
  public var normalizeWhere = "network"

  public init() {}

  /// The model, with the first N.
  ///
  /// - Throws: a `Refusal` for unknown names, files that do not hold what they should, and impossible values.
  public func setting() throws -> StraightThroughSetting {
    guard let first = samples.first else { throw Refusal.usage("--samples needs at least one number") }
    let law = try inputLaw()
    var count = weights ?? 25
    if case .rows(let pool) = law {
      count = pool.columnCount
      if let weights, weights != count {
        throw Refusal.input("\(input): found \(count) columns, but --weights is \(weights); leave --weights out")
      }
    }
    var setting = StraightThroughSetting(weightCount: count, hiddenCount: hidden, sampleCount: first)
    guard let surrogate = SurrogateGradients.named(surrogate, cutoff: cutoff) else {
      throw Catalogs.unknown("surrogate", surrogate, SurrogateGradients.names)
    }
    setting.surrogate = surrogate
    setting.labelNoise = LabelNoise(try Self.choice("noise law", noiseLaw), standardDeviation: labelNoise)
    setting.steps = steps
    setting.stepSize = stepSize
    setting.batchSize = try batchSize()
    setting.start = try Self.choice("start", start)
    setting.outputWeights = try Self.choice("law of output weights", outputWeights)
    setting.inputs = law
    setting.normalization = try Self.choice("normalization", normalize)
    setting.normalizationPlace = try Self.choice("place of normalization", normalizeWhere)
    switch (clip, mask) {
    case (nil, nil): break
    case (let bound?, nil): setting.rule = .clip(bound)
    case (nil, let bound?): setting.rule = .mask(bound)
    default: throw Refusal.usage("latent weights are clipped or masked, not both; choose --clip or --mask")
    }
    for count in samples {
      setting.sampleCount = count
      try setting.check()
    }
    setting.sampleCount = first
    return setting
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ kind: String, _ name: String
  ) throws -> Choice {
    guard let choice = Choice(rawValue: name) else {
      throw Catalogs.unknown(kind, name, Choice.allCases.map(\.rawValue))
    }
    return choice
  }

  private func batchSize() throws -> Int? {
    if batch == "full" { return nil }
    guard let size = Int(batch) else {
      throw Refusal.usage("--batch takes full or a number of samples; found \"\(batch)\"")
    }
    return size
  }

  private func inputLaw() throws -> InputLaw {
    if let law = try InputLaw.named(input) { return law }
    guard input.contains(where: { "./:-".contains($0) }) || input == "digits" || FileBytes.exists(input) else {
      throw Refusal.usage(
        "there are no inputs \"\(input)\"; \(Suggestion.question(for: input, among: InputLaw.forms)), or name data")
    }
    return .rows(try DataSource(path: input).loadFeatures().features)
  }
}

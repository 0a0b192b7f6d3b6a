import Compression
import ConvexFunctions
import Messages
import Quotes

/// Everything that `signbit quote` can be asked.
public struct QuoteRequest: Sendable, Codable, Equatable {
  /// What would be trained; its data, penalties, formats, budget and seed.
  public var job = CompressRequest()
  /// "pilot" or "full".
  public var effort = QuoteEffort.full.rawValue
  /// Strengths of the norms as shares of λ_max; nil takes ten.
  public var fractions: [Double]?
  /// Other numbers of training rows to quote for.
  public var samples: [Int] = []
  /// Whether everything is fitted after all and measured on the test rows, to be put beside the quotes.
  public var measures = false
  /// Whether the leave-one-out error of each linear row is put beside its quote; norms are fitted for it.
  public var leavesOneOut = false

  public init() {}

  /// Linear models where nobody names families: pilots of random features cost seconds to minutes.
  func checkedFamilies() throws -> (linear: Bool, features: Bool) {
    guard let names = job.families else { return (true, false) }
    let known = [LinearFamily.name, RandomFeaturesFamily.name]
    if let other = names.first(where: { !known.contains($0) }) {
      throw CandidateFamilies.names.contains(other)
        ? Refusal.usage("there is no quote for \(other): nothing was calibrated there; `signbit compress` trains it")
        : Catalogs.unknown("family", other, known)
    }
    guard !names.isEmpty else { throw Refusal.usage("at least one family is needed") }
    if let flag = job.randomFeatures.flags.first, !names.contains(RandomFeaturesFamily.name) {
      throw Refusal.usage("\(flag) concerns random features; add random-features to --families")
    }
    if !samples.isEmpty, !names.contains(LinearFamily.name) {
      throw Refusal.usage("--samples is for linear models; add linear to --families")
    }
    return (names.contains(LinearFamily.name), names.contains(RandomFeaturesFamily.name))
  }

  func checkedEffort() throws -> QuoteEffort {
    guard let effort = QuoteEffort(rawValue: effort) else {
      throw Catalogs.unknown("effort", effort, QuoteEffort.allCases.map(\.rawValue))
    }
    return effort
  }

  func checkedPenalties() throws -> [any Penalty] {
    let penalties = try job.penalties.map { try Catalogs.penalty($0) }
    guard !penalties.isEmpty else { throw Refusal.usage("at least one penalty is needed") }
    if let net = penalties.first(where: { $0 is ElasticNet }) {
      throw Refusal.usage(
        "there is no quote for \(net.name): nothing was calibrated there; `signbit compress` trains it")
    }
    return penalties
  }

  /// The forms that are stored by plain rounding; those of one penalty suit it.
  func checkedForms() throws -> [any StorageForm] {
    let forms = try job.formats?.map { try Catalogs.compression($0) } ?? StorageForms.all
    return forms + (job.prune.map { [PrunedForm(fraction: $0)] } ?? [])
  }

  func checkedFractions() throws -> [Double] {
    let fractions = fractions ?? QuoteQuestion.defaultFractions
    for fraction in fractions where !(fraction > 0 && fraction < 1) {
      throw Refusal.usage("--fractions takes shares of λ_max between 0 and 1; found \(NumberText.short(fraction))")
    }
    return fractions
  }

  func checkNumbers() throws {
    try job.checkNumbers()
    for count in samples where count < 32 {
      throw Refusal.usage("a quote needs at least 32 training rows; --samples has \(count)")
    }
  }

  /// The command that makes the same answer again.
  var commandLine: String {
    var words = job.commandLine.replacing("./signbit compress", with: "./signbit quote")
    if effort != QuoteRequest().effort { words += " --effort \(effort)" }
    if let fractions { words += " --fractions \(fractions.map { "\($0)" }.joined(separator: ","))" }
    if !samples.isEmpty { words += " --samples \(samples.map(String.init).joined(separator: ","))" }
    if leavesOneOut { words += " --loo" }
    if measures { words += " --measure" }
    return words
  }
}

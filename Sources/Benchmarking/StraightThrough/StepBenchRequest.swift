import Activations
import DataModels
import Messages

/// Everything that `signbit bench ste` can be asked.
public struct StepBenchRequest: Sendable, Codable, Equatable {
  /// n, N and m.
  public var weights = 100
  public var samples = 500
  public var hidden = 128
  /// How many signs flip in a step.
  public var flips = [1, 4, 16]
  public var surrogates = ["relu", "identity"]
  public var repeats = 40
  public var seed: UInt64 = 1

  public init() {}

  /// - Throws: a `Refusal` of kind `usage` for what the engine does not take.
  func setting(_ name: String) throws -> StraightThroughSetting {
    guard let surrogate = SurrogateGradients.named(name), surrogate.isWindow else {
      let names = SurrogateGradients.all().filter(\.isWindow).map(\.name)
      throw Refusal.usage(
        "the engine takes no surrogate \"\(name)\"; \(Suggestion.question(for: name, among: names))")
    }
    var setting = StraightThroughSetting(weightCount: weights, hiddenCount: hidden, sampleCount: samples)
    setting.surrogate = surrogate
    try setting.check()
    // The dense step holds a second copy in Float32.
    try setting.checkMemory(trials: 2)
    for count in flips where !(1...weights).contains(count) {
      throw Refusal.usage("a step flips 1 to \(weights) signs; found \(count)")
    }
    guard hidden <= 65_535 else { throw Refusal.usage("the engine takes at most 65,535 hidden units; found \(hidden)") }
    guard (1...100_000).contains(repeats) else {
      throw Refusal.usage("--repeats must lie between 1 and 100,000; found \(repeats)")
    }
    return setting
  }
}

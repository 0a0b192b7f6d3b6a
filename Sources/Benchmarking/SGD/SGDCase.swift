import DataModels
import Messages

/// A run of low-precision SGD on which contenders are measured: λᵢ = i⁻², stochastic `fixed8` on all five targets.
enum SGDCase: String, CaseIterable, Sendable {
  /// d = 200, B = 1: the overhead of a step counts.
  case step
  /// d = 10,000, B = 64: arithmetic and memory count.
  case batch
  /// The exact moments in place of a run, d = 200.
  case recursion
  /// Over in no time, for tests.
  case tiny

  static let bits = 8
  static let range = 8.0

  static func named(_ name: String) throws -> SGDCase {
    guard let found = SGDCase(rawValue: name) else {
      throw Refusal.usage(
        "there is no case \"\(name)\"; \(Suggestion.question(for: name, among: allCases.map(\.rawValue)))")
    }
    return found
  }

  var inputCount: Int { [.step: 200, .batch: 10_000, .recursion: 200, .tiny: 10][self]! }
  var batchSize: Int { self == .batch ? 64 : 1 }
  /// Updates of one run, by us; a slower contender makes a tenth of them.
  var updates: Int { [.step: 20_000, .batch: 10, .recursion: 5000, .tiny: 100][self]! }
  var rivalUpdates: Int { self == .batch ? 5 : updates / 10 }
  var stepSize: Double { self == .batch ? 0.3 : 0.1 }
  /// The recursion is of idealized errors; what it costs does not depend on their size.
  var error: String { self == .recursion ? "add:0.001" : "fixed\(Self.bits):range=\(NumberText.short(Self.range)):sr" }

  func model() throws -> QuantizedRegression {
    var model = QuantizedRegression(
      spectrum: try .power(2, count: inputCount), batchSize: batchSize, stepSize: stepSize, steps: updates)
    for target in QuantizationTarget.allCases { model[target] = try TargetError(text: error) }
    return model
  }
}

import Messages
import PackedInference

/// What unequal shares of the classes cost the small ones, in 32 bits and in one.
struct UnequalClasses: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let perClass = evidence.perClass, perClass.models.count > 0 else { return nil }
    let counts = perClass.classes.map(\.trainingSamples)
    let largest = counts.max() ?? 0
    let small = counts.indices.filter { 2 * counts[$0] <= largest }
    let others = counts.indices.filter { 2 * counts[$0] > largest }
    // Whether they lose is judged on rows held out of training; the test rows only say how much.
    let losing = perClass.models.contains { model in
      guard let few = model.mean(model.validationErrors, of: small),
        let many = model.mean(model.validationErrors, of: others)
      else { return false }
      return few > 1.5 * many && few > many + 0.02
    }
    guard !small.isEmpty, losing else { return nil }
    let told = perClass.models.filter { ($0.penalty, $0.format) != ("linf", DenseLayer.format) }
    func list(_ value: (PerClass.Model) -> String?) -> String {
      told.compactMap { model in value(model).map { "\(Self.name(model)) \($0)" } }.joined(separator: ", ")
    }
    func errors(_ classes: [Int]) -> String {
      list { model in model.mean(model.testErrors, of: classes).map { evidence.text($0) } }
    }
    let least = small.map { counts[$0] }.min() ?? 0
    let who =
      small.count > 3
      ? "\(small.count) of \(counts.count) classes have"
      : small.map { "“\(perClass.classes[$0].name)”" }.joined(separator: ", ") + (small.count == 1 ? " has" : " have")
    let balanced = list {
      "\(NumberText.percent($0.balancedError)) ± \(NumberText.percent($0.balancedErrorStandardError)) %"
    }
    // Test rows may lack a class.
    let parts = [
      ("of the \(small.count) small", errors(small)), ("of the \(others.count) others", errors(others)),
      ("all classes counted alike", balanced),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
    return
      "Unequal classes: \(who) at most half the training rows of the largest (from \(least) against \(largest)), and lose "
      + "by it. \(parts.isEmpty ? "" : "Test error " + parts.joined(separator: "; ") + ". ")More rows of the small classes "
      + "help most."
  }

  private static func name(_ model: PerClass.Model) -> String {
    guard model.name == CandidateColumns.symbol(model.penalty) else { return "\(model.name) as \(model.format)" }
    return switch (model.penalty, model.format) {
    case ("l2", DenseLayer.format): "ridge"
    case ("linf", SignLayer.format): "one-bit ℓ∞"
    case ("l2", SignLayer.format): "\(model.rounding) signs of ridge"
    default: model.name + " as \(model.format)"
    }
  }
}

public import DataModels
import LinearAlgebra
import Messages
import Quantization

/// Chooses bits for the five targets of SGD so that the risk of the averaged weights rises by at most a share.
///
/// 1. The risk that a target alone adds falls as 4^(−b): b_t = ⌈½ log₂(s_t Σ cost / (cost_t tolerance R₀))⌉ from s_t
///    measured at fine formats, which minimizes Σ cost·b in that regime.
/// 2. While the exact risk is above the target, a bit where the risk falls most for its cost.
/// 3. While it stays below, the costliest bit away whose loss raises the risk least.
/// 4. Two bits away for one given, tried for all targets, with 3 after each success.
///
/// A local optimum: no single bit can be taken, nor two for one. Settings that diverge or are not modeled count as infinite.
///
/// - Source: `Documentation/QuantizedSGD.md`, planning.
public struct BitPlanner: Sendable {
  private let model: QuantizedRegression
  private let kind: BitKind
  private let tolerance: Double
  private let costs: [Double]

  /// - Parameters:
  ///   - model: Its targets are those of the plan, in full precision.
  ///   - costs: Of a bit of each target, in the order of `QuantizationTarget.allCases`.
  /// - Throws: a `Refusal` of kind `usage` for values out of range and for a setting that diverges in full precision.
  public init(_ model: QuantizedRegression, kind: BitKind, tolerance: Double, costs: [Double]) throws {
    try model.check()
    guard model.hasMasterWeights else {
      throw Refusal.usage("a plan is for master weights; what rounding stored weights costs is not predicted")
    }
    guard tolerance > 0, tolerance <= 100 else {
      throw Refusal.usage(
        "the tolerance is a share of the risk above 0 and at most 100; found \(NumberText.short(tolerance))")
    }
    let count = QuantizationTarget.allCases.count
    guard costs.count == count, costs.allSatisfy({ $0 >= 1e-6 && $0 <= 1e6 }) else {
      throw Refusal.usage(
        "give \(count) costs from 1e-6 to 1e6, for a bit of data, label, parameter, activation and gradient; found \(costs.map { NumberText.short($0) }.joined(separator: ","))"
      )
    }
    guard model.steps > 0 else { throw Refusal.usage("a plan needs at least one step") }
    var model = model
    for target in QuantizationTarget.allCases { model[target] = .none }
    let theory = try QuantizedSGDTheory(model)
    guard model.stepDecay != .none || theory.isStable(stepSize: model.stepSize) else {
      let largest = theory.largestStableStepSize.map { "; the largest stable one is \(NumberText.short($0))" } ?? ""
      throw Refusal.usage(
        "a step size of \(NumberText.short(model.stepSize)) diverges in full precision\(largest); choose a smaller one")
    }
    self.model = model
    self.kind = kind
    self.tolerance = tolerance
    self.costs = costs
  }

  /// How many settings are predicted where the start is a local optimum but for single bits: full precision, each target
  /// alone, the start, one bit less and one more, all swaps.
  public var usualEvaluations: Int { 2 + 3 * costs.count + swaps.count }

  /// - Parameter observe: Told how many settings have been predicted, after each and from several threads.
  /// - Throws: a `Refusal` of kind `failure` where even the finest formats miss the tolerance.
  public func plan(observe: @escaping @Sendable (_ evaluations: Int) -> Void = { _ in }) throws -> BitPlan {
    var search = BitSearch(model, kind, observe: observe)
    guard let full = try search.risk([nil, nil, nil, nil, nil]), full > 0, full.isFinite else {
      throw Refusal.failure("the risk in full precision is 0 or no number; there is nothing to plan for")
    }
    let goal = (1 + tolerance) * full
    var bits = try start(&search, full)
    try repair(&bits, goal, &search)
    try trim(&bits, goal, &search)
    while try swap(&bits, goal, &search) { try trim(&bits, goal, &search) }
    let targets = QuantizationTarget.allCases
    var neighbors: [[Int?]] = []
    for t in bits.indices { neighbors += [moved(bits, t, -1), moved(bits, t, 1)].compactMap { $0 } }
    try search.prepare(neighbors)
    let lines = try targets.indices.map { t in
      BitPlan.Line(
        target: targets[t], bits: bits[t]!, format: try search.format(bits[t]!, targets[t]).name,
        riskWithOneLess: try moved(bits, t, -1).flatMap { try search.risk($0) },
        riskWithOneMore: try moved(bits, t, 1).flatMap { try search.risk($0) })
    }
    return BitPlan(
      kind: kind, model: try search.model(bits), fullPrecisionRisk: full, risk: try search.risk(bits) ?? .infinity,
      lines: lines, evaluations: search.evaluations)
  }

  /// Step 1.
  private func start(_ search: inout BitSearch, _ full: Double) throws -> [Int?] {
    let alone = costs.indices.map { t in
      var bits = [Int?](repeating: nil, count: costs.count)
      bits[t] = kind.fineBits
      return bits
    }
    try search.prepare(alone)
    let sum = costs.reduce(0, +)
    return try costs.indices.map { t in
      let price = ((try search.risk(alone[t]) ?? full) - full) * power(4, Double(kind.fineBits))
      guard price > 0 else { return kind.bits.lowerBound }
      let wanted = 0.5 * logarithm(price * sum / (costs[t] * tolerance * full)) / logarithm(2)
      return min(max(Int(wanted.rounded(.up)), kind.bits.lowerBound), kind.bits.upperBound)
    }
  }

  /// Step 2.
  private func repair(_ bits: inout [Int?], _ goal: Double, _ search: inout BitSearch) throws {
    var risk = try search.risk(bits)
    while (risk ?? .infinity) > goal {
      let moves = costs.indices.compactMap { t in moved(bits, t, 1).map { (t, $0) } }
      guard !moves.isEmpty else {
        throw Refusal.failure(
          "no \(kind.rawValue) format of up to \(kind.bits.upperBound) bits meets a tolerance of \(NumberText.short(tolerance)) here; allow more, or take more steps or a larger batch"
        )
      }
      try search.prepare(moves.map(\.1))
      // Where all are infinite, the data first: they are what most often diverges.
      var best = moves[0]
      var bestDrop = -Double.infinity
      for move in moves {
        guard let next = try search.risk(move.1) else { continue }
        let drop = ((risk ?? 1e300) - next) / costs[move.0]
        if drop > bestDrop { (best, bestDrop) = (move, drop) }
      }
      bits = best.1
      risk = try search.risk(bits)
    }
  }

  /// Step 3.
  private func trim(_ bits: inout [Int?], _ goal: Double, _ search: inout BitSearch) throws {
    while true {
      let moves = costs.indices.compactMap { t in moved(bits, t, -1).map { (t, $0) } }
      try search.prepare(moves.map(\.1))
      var best: (place: Int, bits: [Int?], risk: Double)?
      for (t, next) in moves {
        guard let risk = try search.risk(next), risk <= goal else { continue }
        if let best, (costs[best.place], -best.risk) >= (costs[t], -risk) { continue }
        best = (t, next, risk)
      }
      guard let best else { return }
      bits = best.bits
    }
  }

  /// Step 4; whether it found a better plan.
  private func swap(_ bits: inout [Int?], _ goal: Double, _ search: inout BitSearch) throws -> Bool {
    let tries = swaps.compactMap { swap in
      moved(bits, swap.up, 1).flatMap { moved($0, swap.one, -1) }.flatMap { moved($0, swap.other, -1) }
    }
    try search.prepare(tries)
    for next in tries {
      if let risk = try search.risk(next), risk <= goal {
        bits = next
        return true
      }
    }
    return false
  }

  /// A bit for one target, and two away from others, or both from one other, that cost more.
  private var swaps: [(up: Int, one: Int, other: Int)] {
    costs.indices.flatMap { up in
      costs.indices.filter { $0 != up }.flatMap { one in
        (one..<costs.count).filter { $0 != up && costs[one] + costs[$0] > costs[up] }.map { (up, one, $0) }
      }
    }
  }

  /// One target's bits changed; nil beyond what can be planned.
  private func moved(_ bits: [Int?], _ t: Int, _ change: Int) -> [Int?]? {
    guard let old = bits[t], kind.bits.contains(old + change) else { return nil }
    var bits = bits
    bits[t] = old + change
    return bits
  }
}

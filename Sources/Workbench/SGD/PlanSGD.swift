import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import QuantizedTraining

/// Plans bits for the targets of SGD, and runs SGD with them.
public struct PlanSGD: Sendable {
  private let request: PlanSGDRequest
  private let observer: ProgressObserver

  public init(_ request: PlanSGDRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, files that do not hold what they should, and a
  ///   tolerance that no format meets.
  public func callAsFunction() throws -> PlanSGDAnswer {
    guard let kind = BitKind(rawValue: request.kind) else {
      throw Catalogs.unknown("kind", request.kind, BitKind.allCases.map(\.rawValue))
    }
    guard request.trials >= 0 else { throw Refusal.usage("--trials must be at least 0; found \(request.trials)") }
    guard !request.model.quantizesAnything else {
      throw Refusal.usage("a plan says how each target is quantized; leave out the --quantize flags")
    }
    let model = try request.model.model()
    let planner = try BitPlanner(model, kind: kind, tolerance: request.tolerance, costs: request.cost)
    let plan = try planned(planner)
    return PlanSGDAnswer(request, plan, measured: try confirmed(plan, full: model))
  }

  /// How many settings a search predicts is known at its end only; until then the usual number stands for it, or one more
  /// than were predicted.
  private func planned(_ planner: BitPlanner) throws -> BitPlan {
    let (observer, usual) = (observer, planner.usualEvaluations)
    observer(Progress(title: "planning", done: 0, total: usual))
    let plan = try planner.plan { observer(Progress(title: "planning", done: $0, total: max(usual, $0 + 1))) }
    observer(Progress(title: "planning", done: plan.evaluations, total: plan.evaluations))
    return plan
  }

  /// The rise of the risk over full precision, as a share, in runs on the same samples.
  private func confirmed(_ plan: BitPlan, full: QuantizedRegression) throws -> [Double]? {
    guard request.trials > 0 else { return nil }
    let counter = ProgressCounter("simulating", total: 2 * request.trials, observer)
    func risks(_ model: QuantizedRegression) throws -> [Double] {
      try QuantizedSGDSimulation(model, trials: request.trials)(
        at: [model.steps], using: RandomStream(seed: request.seed)
      ) { counter.advance() }[0].averagedRisks
    }
    let (rough, fine) = (try risks(plan.model), try risks(full))
    return zip(rough, fine).map { ($0 - $1) / plan.fullPrecisionRisk }
  }
}

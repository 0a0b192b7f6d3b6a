/// What an iteration came to.
public struct Run<State> {
  public let state: State
  public let steps: Int
  public let residual: Double
  public let outcome: Outcome
}

/// The only loop of the package that decides when to stop.
///
/// The residual is checked before the first step, so a start that is a solution costs no step, and after
/// every `rule.checkEvery` steps. A residual that is not finite ends the run as `diverged`.
///
/// - Parameters:
///   - start: Where to begin; nil asks the method.
///   - observe: Called after every check with the steps done and the residual.
public func run<M: IterativeMethod>(
  _ method: M, on problem: M.Problem, from start: M.State? = nil, until rule: StoppingRule,
  observe: (_ step: Int, _ residual: Double) -> Void = { _, _ in }
) throws -> Run<M.State> {
  var state = try start ?? method.start(problem)
  var steps = 0
  while true {
    let residual = method.residual(problem, state)
    observe(steps, residual)
    guard residual.isFinite else { return Run(state: state, steps: steps, residual: residual, outcome: .diverged) }
    if residual <= rule.tolerance {
      return Run(state: state, steps: steps, residual: residual, outcome: .converged)
    }
    if steps >= rule.stepLimit {
      return Run(state: state, steps: steps, residual: residual, outcome: .stepLimit)
    }
    for _ in 0..<min(rule.checkEvery, rule.stepLimit - steps) {
      try method.step(problem, &state)
      steps += 1
    }
  }
}

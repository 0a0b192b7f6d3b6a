import Iteration
import Testing

/// x ← rate · x, whose fixed point is 0.
private struct Shrink: IterativeMethod {
  let rate: Double
  func start(_ problem: Double) -> Double { problem }
  func step(_ problem: Double, _ state: inout Double) { state *= rate }
  func residual(_ problem: Double, _ state: Double) -> Double { state.magnitude }
}

@Suite struct RunTests {
  @Test func convergesAndCountsSteps() throws {
    let run = try run(Shrink(rate: 0.5), on: 1, until: StoppingRule(tolerance: 0.1, stepLimit: 100))
    #expect(run.outcome == .converged && run.steps == 4 && run.residual == 0.0625)
  }

  @Test func aSolutionCostsNoStep() throws {
    let run = try run(Shrink(rate: 0.5), on: 0, until: StoppingRule(tolerance: 0, stepLimit: 100))
    #expect(run.outcome == .converged && run.steps == 0)
  }

  @Test func theLimitIsExact() throws {
    var seen: [Int] = []
    let run = try run(Shrink(rate: 1), on: 1, until: StoppingRule(tolerance: 0.1, stepLimit: 25, checkEvery: 10)) {
      step, _ in seen.append(step)
    }
    #expect(run.outcome == .stepLimit && run.steps == 25)
    #expect(seen == [0, 10, 20, 25])
  }

  @Test func divergenceIsSaid() throws {
    let run = try run(Shrink(rate: 1e200), on: 1, until: StoppingRule(tolerance: 0.1, stepLimit: 100))
    #expect(run.outcome == .diverged)
    #expect(Outcome.allCases.allSatisfy { !$0.advice.isEmpty })
  }
}

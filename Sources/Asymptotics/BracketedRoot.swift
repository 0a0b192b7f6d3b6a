import Iteration
import Messages

/// The root of a function inside a bracket: inverse quadratic interpolation where it is safe, else bisection.
///
/// | algorithm | evaluations for a smooth root | chosen |
/// |---|---|---|
/// | bisection | 50 | no |
/// | Chandrupatla | 7–10, never many more than bisection | yes |
/// | Newton | 5, but needs derivatives and can leave the bracket | no |
///
/// - Source: T. R. Chandrupatla, *Advances in Engineering Software* 28 (1997) 145–149.
struct BracketedRoot: IterativeMethod {
  struct Problem {
    let range: ClosedRange<Double>
    let function: (Double) throws -> Double
  }

  struct State {
    /// b has the newest value, a the one on the other side of the root, c the one before.
    var (a, b, c) = (0.0, 0.0, 0.0)
    var (fa, fb, fc) = (0.0, 0.0, 0.0)
    var fraction = 0.5
  }

  func start(_ problem: Problem) throws -> State {
    let (a, b) = (problem.range.lowerBound, problem.range.upperBound)
    let (fa, fb) = (try problem.function(a), try problem.function(b))
    return State(a: a, b: b, c: a, fa: fa, fb: fb, fc: fa)
  }

  func step(_ problem: Problem, _ state: inout State) throws {
    let x = state.a + state.fraction * (state.b - state.a)
    let f = try problem.function(x)
    if (f > 0) == (state.fa > 0) {
      (state.c, state.fc) = (state.a, state.fa)
    } else {
      (state.c, state.fc) = (state.b, state.fb)
      (state.b, state.fb) = (state.a, state.fa)
    }
    (state.a, state.fa) = (x, f)
    let xi = (state.a - state.b) / (state.c - state.b)
    let phi = (state.fa - state.fb) / (state.fc - state.fb)
    state.fraction = 0.5
    if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
      let (fa, fb, fc) = (state.fa, state.fb, state.fc)
      state.fraction =
        fa / (fb - fa) * fc / (fb - fc) + (state.c - state.a) / (state.b - state.a) * fa / (fc - fa) * fb / (fc - fb)
    }
    // Steps that round to nothing would not shrink the bracket.
    let least = 4e-16 * max(state.a.magnitude, state.b.magnitude) / (state.b - state.a).magnitude
    state.fraction = min(max(state.fraction, min(least, 0.5)), max(1 - least, 0.5))
  }

  func residual(_ problem: Problem, _ state: State) -> Double {
    if state.fa == 0 || state.fb == 0 { return 0 }
    guard state.fa.isFinite || state.fb.isFinite else { return .nan }
    return (state.a - state.b).magnitude / max(state.a.magnitude, state.b.magnitude)
  }

  /// Where f changes its sign; the end with the smaller magnitude of f where it does not.
  ///
  /// - Throws: a `Refusal` of kind `failure` where f is no number.
  static func root(in range: ClosedRange<Double>, of function: @escaping (Double) throws -> Double) throws -> Double {
    let problem = Problem(range: range, function: function)
    let method = BracketedRoot()
    let start = try method.start(problem)
    if (start.fa > 0) == (start.fb > 0), !start.fa.isNaN, !start.fb.isNaN {
      return start.fa.magnitude <= start.fb.magnitude ? start.a : start.b
    }
    let run = try run(method, on: problem, from: start, until: StoppingRule(tolerance: 2e-15, stepLimit: 200))
    guard run.outcome == .converged else {
      throw Refusal.failure(
        "an equation of the theory has no root between \(NumberText.short(range.lowerBound)) and \(NumberText.short(range.upperBound)); move λ or the sizes a little"
      )
    }
    return run.state.fa.magnitude <= run.state.fb.magnitude ? run.state.a : run.state.b
  }
}

public import Iteration

/// Newton's method for x = F(x) in the coordinates of the order parameters, halving steps until the residual falls.
///
///     x ← x − t (1 − F′)⁻¹ (x − F(x)),   F′ by forward differences
///
/// | algorithm | chosen |
/// |---|---|
/// | x ← (x + F(x))/2 | no: diverges where few weights are active, as F′ is then about −50 |
/// | Newton with halving | yes: five to ten steps |
///
/// The residual is the largest change that F itself would make.
public struct DampedNewton<P: Prediction>: IterativeMethod {
  public init() {}

  public struct State: Sendable {
    public var coordinates: [Double]
    /// x − F(x).
    public var defect: [Double]
  }

  public func start(_ problem: P) throws -> State { try state(problem.start.coordinates, problem) }

  private func state(_ coordinates: [Double], _ problem: P) throws -> State {
    let image = try problem.update(P.Parameters(coordinates: coordinates)).coordinates
    return State(coordinates: coordinates, defect: zip(coordinates, image).map { $0 - $1 })
  }

  public func step(_ problem: P, _ state: inout State) throws {
    let count = state.coordinates.count
    let difference = 1e-6
    // Columns of the Jacobian of the defect, then the defect itself.
    var system = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
    for c in 0..<count {
      var moved = state.coordinates
      moved[c] += difference
      let other = try self.state(moved, problem)
      for r in 0..<count { system[r][c] = (other.defect[r] - state.defect[r]) / difference }
    }
    for r in 0..<count { system[r][count] = state.defect[r] }
    let direction = Self.solution(&system)
    let old = residual(problem, state)
    var length = 1.0
    while true {
      let next = try self.state(zip(state.coordinates, direction).map { $0 - length * $1 }, problem)
      if residual(problem, next) < (1 - 1e-3 * length) * old || length < 1e-6 {
        state = next
        return
      }
      length /= 2
    }
  }

  /// Gaussian elimination with pivots on an augmented system.
  private static func solution(_ a: inout [[Double]]) -> [Double] {
    let count = a.count
    for c in 0..<count {
      let pivot = (c..<count).max { a[$0][c].magnitude < a[$1][c].magnitude } ?? c
      a.swapAt(c, pivot)
      for r in c + 1..<max(count, c + 1) {
        let factor = a[r][c] / a[c][c]
        for i in c...count { a[r][i] -= factor * a[c][i] }
      }
    }
    var x = [Double](repeating: 0, count: count)
    for r in stride(from: count - 1, through: 0, by: -1) {
      var sum = a[r][count]
      for i in r + 1..<max(count, r + 1) { sum -= a[r][i] * x[i] }
      x[r] = sum / a[r][r]
    }
    return x
  }

  public func residual(_ problem: P, _ state: State) -> Double {
    var largest = 0.0
    // A NaN must survive, which max would drop.
    for x in state.defect where !(x.magnitude <= largest) { largest = x.magnitude }
    return largest
  }
}

public import Iteration

/// x ← damping · x + (1 − damping) · F(x), in the coordinates of the order parameters.
///
/// The residual is the largest change that F itself would make.
public struct DampedIteration<P: Prediction>: IterativeMethod {
  public var damping: Double

  /// - Precondition: 0 ≤ damping < 1.
  public init(damping: Double) {
    precondition((0..<1).contains(damping))
    self.damping = damping
  }

  public struct State: Sendable {
    public var coordinates: [Double]
    /// F of them.
    public var image: [Double]
  }

  public func start(_ problem: P) throws -> State {
    let start = problem.start
    return State(coordinates: start.coordinates, image: try problem.update(start).coordinates)
  }

  public func step(_ problem: P, _ state: inout State) throws {
    state.coordinates = zip(state.coordinates, state.image).map { damping * $0 + (1 - damping) * $1 }
    state.image = try problem.update(P.Parameters(coordinates: state.coordinates)).coordinates
  }

  public func residual(_ problem: P, _ state: State) -> Double {
    var largest = 0.0
    for (x, y) in zip(state.coordinates, state.image) {
      // A NaN must survive, which max would drop.
      let change = (x - y).magnitude
      if !(change <= largest) { largest = change }
    }
    return largest
  }
}

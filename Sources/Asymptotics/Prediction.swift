public import Iteration
import Messages

/// The few numbers to which a theory reduces a trained model.
public protocol OrderParameters: Sendable {
  /// The parameters as coordinates in which steps are added: logarithms for what must stay positive.
  var coordinates: [Double] { get }
  init(coordinates: [Double])
}

/// A map on a few order parameters whose fixed point describes the trained model.
public protocol Prediction<Parameters>: Sendable {
  associatedtype Parameters: OrderParameters
  var start: Parameters { get }
  /// One application of the map.
  func update(_ parameters: Parameters) throws -> Parameters
}

extension Prediction {
  /// The fixed point.
  ///
  /// - Throws: a `Refusal` of kind `failure` where the iteration has not converged: an unfinished computation
  ///   is no prediction.
  public func solve(
    until rule: StoppingRule = StoppingRule(tolerance: 1e-10, stepLimit: 200)
  ) throws -> Parameters {
    let run = try run(DampedNewton<Self>(), on: self, until: rule)
    guard run.outcome == .converged else {
      throw Refusal.failure(
        "the fixed point of the theory was not reached: \(run.outcome.rawValue) after \(run.steps) steps at residual \(NumberText.short(run.residual)); move λ or the sizes a little"
      )
    }
    return Parameters(coordinates: run.state.coordinates)
  }
}

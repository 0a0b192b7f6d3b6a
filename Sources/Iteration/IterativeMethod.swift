/// A rule that improves a state step by step: a value that holds settings only.
public protocol IterativeMethod<Problem, State>: Sendable {
  associatedtype Problem
  associatedtype State
  func start(_ problem: Problem) throws -> State
  func step(_ problem: Problem, _ state: inout State) throws
  /// How far the state is from a solution: zero exactly at one.
  func residual(_ problem: Problem, _ state: State) -> Double
}

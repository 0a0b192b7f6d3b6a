public import Iteration
public import LinearAlgebra
import Messages

/// Stochastic mirror descent to ridge regression (ψ = a²/2), from zero, all outputs at once; one step of the method is
/// one pass over the rows in random order.
///
///     r = A φᵢ + √λ zᵢ − yᵢ,   A ← A − η r φᵢᵀ/(‖φᵢ‖² + λ),   zᵢ ← zᵢ − η √λ r/(‖φᵢ‖² + λ)
///
/// This is `StochasticMirrorDescent` at λ = 0 on the equations of `RidgeEquations`, each divided by the length of its row,
/// which changes no solution. At interpolation no row pulls any more, so that it comes to rest at ridge regression itself at
/// any constant 0 < η < 2, where descent on the penalized error would circle around it. What features of little variance
/// determine falls each pass by about exp(−η λ/(‖φ‖² + λ)), all else faster: η λ sets the pace.
///
/// **Distance.** A stays Zᵀ Φ/√λ, so that A − A* = Rᵀ(ΦΦᵀ + λ)⁻¹Φ over all rows, and ‖A − A*‖ ≤ ‖R‖/(2√λ).
///
/// - Complexity: O(n w K) for each pass.
/// - Source: arXiv 2510.16250, section 4; η = 1 is the method of Kaczmarz in the random order of Strohmer and Vershynin,
///   *A randomized Kaczmarz algorithm with exponential convergence* (2009), here on rows of one length.
public struct RidgeDescent: IterativeMethod {
  /// Outputs that share one reading of the features.
  private static let groupSize = 5

  private let stepSize: Double
  private let stream: RandomStream

  /// - Parameters:
  ///   - stepSize: η; from 2 on it diverges.
  ///   - stream: Pass p takes its order from the branch "pass" p.
  /// - Throws: a `Refusal` of kind `usage` for a step size that is not above 0.
  public init(stepSize: Double = 1, stream: RandomStream) throws {
    guard stepSize > 0, stepSize.isFinite else {
      throw Refusal.usage("the step size must be above 0; found \(NumberText.short(stepSize))")
    }
    self.stepSize = stepSize
    self.stream = stream
  }

  public struct State: Sendable {
    /// A (K × w).
    public internal(set) var weights: Matrix
    /// Zᵀ (K × n).
    var misfits: Matrix
    public internal(set) var passes = 0
  }

  public func start(_ problem: RidgeEquations) -> State {
    let k = problem.targets.rowCount
    return State(
      weights: Matrix(rows: k, columns: problem.features.columnCount),
      misfits: Matrix(rows: k, columns: problem.features.rowCount))
  }

  public func step(_ problem: RidgeEquations, _ state: inout State) {
    let (n, w, outputs) = (problem.features.rowCount, problem.features.columnCount, problem.targets.rowCount)
    var stream = stream.branch("pass", state.passes)
    let order = stream.permutation(n)
    let root = problem.lambda.squareRoot()
    let step = stepSize
    problem.features.elements.withUnsafeBufferPointer { features in
      state.weights.elements.withUnsafeMutableBufferPointer { weights in
        state.misfits.elements.withUnsafeMutableBufferPointer { misfits in
          nonisolated(unsafe) let (features, weights, misfits) = (features, weights, misfits)
          // Outputs do not know of each other.
          parallelFor((outputs + Self.groupSize - 1) / Self.groupSize) { group in
            for i in order {
              let row = features.baseAddress! + i * w
              let factor = step / problem.squaredLengths[i]
              for k in group * Self.groupSize..<min((group + 1) * Self.groupSize, outputs) {
                let a = weights.baseAddress! + k * w
                let z = misfits[k * n + i]
                let pull = factor * (inner(a, row, w) + root * z - problem.targets[k, i])
                for j in 0..<w { a[j] -= pull * row[j] }
                misfits[k * n + i] = z - pull * root
              }
            }
          }
        }
      }
    }
    state.passes += 1
  }

  /// A bound of the relative distance ‖A − A*‖/‖A‖ from ridge regression, ‖R‖/(2√λ ‖A‖) over all rows; 0 for targets that
  /// are all zero, the largest finite number before the first pass.
  public func residual(_ problem: RidgeEquations, _ state: State) -> Double {
    guard state.passes > 0 else { return problem.targets.elements.contains { $0 != 0 } ? .greatestFiniteMagnitude : 0 }
    let rest = squaredNorm(problem.residuals(state.weights, state.misfits).elements[...]).squareRoot()
    let size = squaredNorm(state.weights.elements[...]).squareRoot()
    return rest == 0 ? 0 : rest / (2 * problem.lambda.squareRoot() * size)
  }
}

private func inner(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
  let (x, y) = (UnsafeBufferPointer(start: a, count: count), UnsafeBufferPointer(start: b, count: count))
  return dot(x.span, y.span)
}

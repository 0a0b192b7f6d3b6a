import ConvexFunctions
import ConvexSolvers
import Iteration
import LinearAlgebra
import Testing

/// Many small problems of unpleasant kinds: the gap holds, or the status says that it does not.
@Suite struct StressTests {
  enum Kind: String, CaseIterable { case gaussian, heavyTails, scales, duplicates, sparse, correlated, integers }

  private func features(_ kind: Kind, _ n: Int, _ d: Int, _ stream: inout RandomStream) -> Matrix {
    var x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d))
    let common = stream.gaussians(n)
    for i in 0..<n {
      for j in 0..<d {
        switch kind {
        case .gaussian: break
        case .heavyTails: x[i, j] = x[i, j] * x[i, j] * x[i, j]
        case .scales: x[i, j] *= power(10, Double(j % 7) - 3)
        case .duplicates: if j % 2 == 1 { x[i, j] = x[i, j - 1] }
        case .sparse: if x[i, j].magnitude < 1.3 { x[i, j] = 0 }
        case .correlated: x[i, j] = 0.1 * x[i, j] + common[i]
        case .integers: x[i, j] = (4 * x[i, j]).rounded()
        }
      }
    }
    return x
  }

  @Test(arguments: Kind.allCases, ["l1", "linf"]) func everyKindIsSolved(_ kind: Kind, _ name: String) throws {
    let penalty = try #require(Penalties.named(name))
    for (index, shape) in [(1, 1), (2, 1), (1, 5), (3, 40), (12, 12), (50, 8), (30, 70), (90, 60)].enumerated() {
      var stream = RandomStream(seed: 7).branch(kind.rawValue, index)
      let (n, d) = shape
      let x = features(kind, n, d, &stream)
      let y = Matrix(
        rows: n, columns: 2,
        elements: (0..<n).flatMap { i in [x[i, 0] + 0.5 * stream.gaussians(1)[0], i % 2 == 0 ? 1.0 : 0] })
      let data = try LeastSquares(features: x, targets: y)
      let largest = LambdaGrid.largest(for: penalty, data)
      guard largest > 0 else { continue }
      let lambdas = LambdaGrid.logarithmic(from: 0.9, to: 0.01, count: 6).map { $0 * largest }
      for fit in try RegularizationPath().fit(data, penalty: penalty, lambdas: lambdas) {
        #expect(fit.status == .converged, "\(kind) \(n) × \(d), λ/λmax \(fit.lambda / largest)")
        #expect(fit.certificate.relativeGap <= 1e-6, "\(kind) \(n) × \(d), λ/λmax \(fit.lambda / largest)")
      }
    }
  }
}

import ConvexFunctions
import ConvexSolvers
import DataFiles
import DataModels
import LinearAlgebra
import Testing
import Workbench

/// How well the share of wrong labels is estimated where it is known.
@Suite struct WrongLabelShareTests {
  /// What ridge at its best λ, trained without a row, says of that row.
  private func estimate(_ data: LabeledData) throws -> WrongLabelShare {
    guard case .classes(let labels, _) = data.targets else { fatalError("classes are needed here") }
    let problem = try LeastSquares(features: data.features, targets: data.targets.matrix)
    let path = RidgePath(problem)
    let scores = LambdaGrid.fractions(for: SquaredL2(), problem).map {
      path.leaveOneOut($0 * LambdaGrid.largest(for: SquaredL2(), problem))
    }
    let errors = scores.map { MeasuredError(scores: $0, targets: data.targets).value }
    let best = try #require(errors.indices.min { errors[$0] < errors[$1] })
    return try #require(WrongLabelShare(scores: scores[best], labels: labels))
  }

  private func mixture(_ text: String, _ seed: UInt64, corrupt c: Double) throws -> LabeledData {
    let stream = RandomStream(seed: seed)
    return try MixtureDescription(parsing: text).draw(testCount: 1, using: stream).training
      .corrupted(c, using: stream.branch("corruption"))
  }

  /// Classes that do not overlap: within two standard errors, √(c(1 − c)/n), and half a step of the grid.
  @Test(arguments: [0.0, 0.1, 0.2, 0.4], [1, 2] as [UInt64])
  func separatedClasses(_ c: Double, _ seed: UInt64) throws {
    for (text, n) in [
      ("mixture:d=100,n=400,k=5,r=0.8,c=0,sigma=1", 400.0), ("mixture:d=300,n=200,k=5,r=0.8,c=0,sigma=1", 200),
    ] {
      let found = try estimate(try mixture(text, seed, corrupt: c))
      #expect(abs(found.value - c) <= 2 * (c * (1 - c) / n).squareRoot() + 0.0025)
      #expect(found.interval.contains(found.value))
    }
  }

  /// Classes that overlap so much that a quarter to half of the right labels are contradicted.
  @Test(arguments: [
    "mixture:d=100,n=400,k=5,r=0.8,c=0,sigma=2", "mixture:d=100,n=1000,k=5,r=0.8,c=0,sigma=4",
    "mixture:d=50,n=1000,k=10,r=0.5,c=0,sigma=3", "mixture:d=50,n=1000,k=3,r=0.5,c=0,sigma=6",
  ])
  func overlapIsNotTakenForWrongLabels(_ text: String) throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let clean = try estimate(try mixture(text, seed, corrupt: 0))
      #expect(clean.disagreement > 0.25 && clean.interval.lowerBound == 0)
      #expect(try estimate(try mixture(text, seed, corrupt: 0.2)).interval.upperBound >= 0.19)
    }
  }

  /// Real data: on all 1,797 rows 0, 10.5, 21 and 40 % were measured for c = 0, 0.1, 0.2 and 0.4.
  @Test(arguments: [0.0, 0.2])
  func digits(_ c: Double) throws {
    let found = try estimate(
      BuiltInData.digits().first(600).corrupted(c, using: RandomStream(seed: 1).branch("corruption")))
    #expect(abs(found.value - c) <= 2 * (c * (1 - c) / 600).squareRoot() + 0.0025)
  }

  @Test func nothingToGoBy() throws {
    #expect(WrongLabelShare(scores: Matrix(rows: 4, columns: 2), labels: [0, 1, 0, 1]) == nil)
    let gaps = Matrix(rows: 2, columns: 2, elements: [.nan, 1, 0, .infinity])
    #expect(WrongLabelShare(scores: gaps, labels: [0, 1]) == nil)
  }
}

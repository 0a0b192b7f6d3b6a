import Compression
import ConvexSolvers
import DataModels
import LinearAlgebra
import Quotes
import Testing

/// The race against its slow twin: every λ scored on all samples.
@Suite struct LeaveOneOutRaceTests {
  private static let lambdas = LambdaGrid.logarithmic(from: 3e4, to: 1e-2, count: 12)
  private static let contests = [
    [PlainStorage(SignForm()), PlainStorage(SignForm(), refitsScales: true)],
    [PlainStorage(TernaryForm())],
    [PlainStorage(IntegerForm(bits: 4)), PlainStorage(IntegerForm(bits: 4), refitsScales: true)],
    [PlainStorage(Float16Form())],
  ]

  struct Problem: Sendable {
    let seed: UInt64
    let count: Int
    let isClassification: Bool

    /// Twelve features of which four matter, with much noise.
    func draw() throws -> (path: RidgePath, targets: Targets, order: [Int]) {
      let stream = RandomStream(seed: seed)
      var draws = stream.branch("samples")
      let x = Matrix(rows: count, columns: 12, elements: draws.gaussians(count * 12))
      let noise = draws.gaussians(count * 3)
      let y = Matrix(
        rows: count, columns: 3,
        elements: (0..<count).flatMap { i in (0..<3).map { k in x[i, k] - 0.5 * x[i, 3] + noise[3 * i + k] } })
      let targets: Targets =
        isClassification
        ? .classes(labels: (0..<count).map { indexOfLargest(y.row($0)) }, names: ["a", "b", "c"]) : .values(y)
      return (
        RidgePath(try LeastSquares(features: x, targets: targets.matrix)), targets,
        targets.stratifiedOrder(using: stream.branch("order"))
      )
    }

    static let all = (1...4).flatMap { seed in
      [true, false].map { Problem(seed: seed, count: 600, isClassification: $0) }
    }
  }

  private func race(_ problem: Problem, lambdas: [Double] = lambdas, mostNumbers: Double = .infinity) throws
    -> (race: LeaveOneOutRace, twin: [[[Double]]])
  {
    let (path, targets, order) = try problem.draw()
    let race = try LeaveOneOutRace(
      path, targets: targets, lambdas: lambdas, contests: Self.contests, order: order, mostNumbers: mostNumbers)
    let all = CompressedLeaveOneOut(path, rows: order)
    let twin = try Self.contests.map { contest in
      try lambdas.map { lambda in
        try all.scores(lambda, as: contest).map { scores in
          targets.rows(order).errors(of: scores).reduce(0, +) / Double(order.count)
        }
      }
    }
    return (race, twin)
  }

  @Test(arguments: Problem.all) func winnersAreThoseOfTheTwin(_ problem: Problem) throws {
    let (race, twin) = try race(problem)
    var dropped = 0
    for (c, results) in race.results.enumerated() {
      let least = twin[c].joined().min()!
      var winners = 0
      for l in Self.lambdas.indices {
        for (s, result) in results[l].enumerated() {
          if result.rowCount == problem.count {
            #expect((result.error.mean / twin[c][l][s] - 1).magnitude < 1e-12)
            if problem.isClassification { #expect(result.error.mean == twin[c][l][s]) }
          } else {
            dropped += 1
            #expect(!result.isBest)
          }
          guard result.isBest else { continue }
          winners += 1
          #expect(result.rowCount == problem.count)
          // Beaten by chance at two standard errors: by a little.
          #expect(twin[c][l][s] <= 1.02 * least + 0.002, "contest \(c)")
        }
      }
      #expect(winners == 1)
    }
    let weights = Double(problem.count * 12 * 3 * Self.contests.count * Self.lambdas.count)
    #expect(race.roundedNumbers < 0.85 * weights && dropped >= 18)
  }

  @Test func fewSamplesAreAllLeftOut() throws {
    let problem = Problem(seed: 9, count: LeaveOneOutRace.firstRows, isClassification: true)
    let (race, twin) = try race(problem)
    for (c, results) in race.results.enumerated() {
      let errors = results.map { $0.map(\.error.mean) }
      #expect(errors == twin[c])
      // Of equal errors the first.
      let flat = Array(errors.joined())
      #expect(Array(results.joined()).firstIndex { $0.isBest } == flat.firstIndex(of: flat.min()!))
    }
  }

  /// Without room for a second round the first one decides; with room for some, those who are left are compared on it.
  @Test func theBudgetEndsIt() throws {
    let problem = Problem(seed: 5, count: 600, isClassification: true)
    let (all, _) = try race(problem)
    for budget in [0, 0.5 * all.roundedNumbers, all.roundedNumbers] {
      let (race, twin) = try race(problem, mostNumbers: budget)
      let first = Double(LeaveOneOutRace.firstRows * 12 * 3 * Self.contests.count * Self.lambdas.count)
      #expect(race.roundedNumbers <= max(first, budget))
      for (c, results) in race.results.enumerated() {
        #expect(results.joined().count { $0.isBest } == 1)
        let most = results.joined().map(\.rowCount).max()!
        #expect(
          budget == 0 ? most == LeaveOneOutRace.firstRows : budget < all.roundedNumbers ? most < 600 : most == 600)
        for l in Self.lambdas.indices {
          for (s, result) in results[l].enumerated() where result.isBest {
            #expect(twin[c][l][s] <= twin[c].joined().min()! + 0.05)
          }
        }
      }
    }
  }

  /// The error of ridge as it is, on all samples and at every λ.
  @Test func floatErrors() throws {
    let problem = Problem(seed: 3, count: 200, isClassification: false)
    let (path, targets, _) = try problem.draw()
    let race = try race(problem).race
    for (lambda, errors) in zip(Self.lambdas, race.floatErrors) {
      #expect(errors == targets.errors(of: path.leaveOneOut(lambda)))
    }
  }

  /// Where no λ has an answer, one is best all the same; where some have, one of those.
  @Test func whatIsNotANumberLoses() throws {
    let stream = RandomStream(seed: 8)
    var draws = stream.branch("samples")
    let x = Matrix(rows: 9, columns: 20, elements: draws.gaussians(180))
    let targets = Targets.values(Matrix(rows: 9, columns: 1, elements: draws.gaussians(9)))
    let path = RidgePath(try LeastSquares(features: x, targets: targets.matrix))
    for lambdas in [[0.0], [0, 1, 0]] {
      let race = try LeaveOneOutRace(
        path, targets: targets, lambdas: lambdas, contests: [[PlainStorage(SignForm())]], order: Array(0..<9),
        mostNumbers: .infinity)
      #expect(race.results[0].map { $0[0].isBest } == lambdas.indices.map { $0 == lambdas.count / 2 })
      #expect(race.results[0][0][0].error.mean.isNaN)
    }
  }
}

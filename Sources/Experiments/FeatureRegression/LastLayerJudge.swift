import LinearAlgebra

/// What one setting came to in one trial, averaged over its teachers.
struct LastLayerMeasurement: Sendable {
  /// That of each teacher.
  let testMSEs: [Double]
  let trainMSE: Double
  let squaredNorm: Double
  let iteration: FeatureSimulation.Iterated?

  var testMSE: Double { testMSEs.reduce(0, +) / Double(testMSEs.count) }
}

/// Collects the test errors of all candidates of a trial, block by block.
///
/// A refitted factor is that of one half of the test rows, applied to the other half, both ways: no row judges a factor
/// that it helped to choose.
struct LastLayerJudge {
  private let candidates: [LastLayerCandidate]
  private let refits: Bool
  /// All candidates' weights, one below the other (M T × w).
  private let stacked: Matrix
  private let teacherCount: Int
  /// For each candidate, teacher and half.
  private var sums: [LastLayerSums]
  private var seen = 0

  init(_ candidates: [LastLayerCandidate], _ simulation: FeatureSimulation) {
    self.candidates = candidates
    refits = simulation.refitsScale
    teacherCount = simulation.teachersPerDraw
    stacked = Matrix(
      rows: candidates.count * teacherCount, columns: candidates.first?.weights.columnCount ?? 0,
      elements: candidates.flatMap(\.weights.elements))
    sums = Array(repeating: LastLayerSums(), count: 2 * candidates.count * teacherCount)
  }

  /// - Parameter clean: what each teacher says (rows × T).
  mutating func add(features: Matrix, clean: Matrix) {
    let scores = features.timesTransposed(stacked)
    for i in 0..<features.rowCount {
      for (c, candidate) in candidates.enumerated() {
        for t in 0..<teacherCount {
          let column = c * teacherCount + t
          sums[2 * column + (seen + i) % 2].add(
            scores[i, column] - candidate.shifts[t], clean[i, t] - candidate.constants[t])
        }
      }
    }
    seen += features.rowCount
  }

  func measurements() -> [LastLayerMeasurement] {
    candidates.enumerated().map { c, candidate in
      var (tests, train, norm) = ([Double](), 0.0, 0.0)
      for t in 0..<teacherCount {
        let place = 2 * (c * teacherCount + t)
        let halves = [sums[place], sums[place + 1]]
        let factors = refits && candidate.bits != 32 ? halves.map(\.bestFactor) : [1, 1]
        let error = halves[0].squaredError(factors[1]) + halves[1].squaredError(factors[0])
        tests.append(error / Double(halves[0].count + halves[1].count))
        let factor = (factors[0] + factors[1]) / 2
        train += candidate.training[t].squaredError(factor) / Double(candidate.training[t].count)
        norm += factor * factor * LinearAlgebra.squaredNorm(candidate.weights.row(t))
      }
      let teachers = Double(teacherCount)
      return LastLayerMeasurement(
        testMSEs: tests, trainMSE: train / teachers, squaredNorm: norm / teachers,
        iteration: candidate.iteration)
    }
  }
}

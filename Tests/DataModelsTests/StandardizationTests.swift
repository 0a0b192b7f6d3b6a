import DataModels
import LinearAlgebra
import Testing

@Suite struct StandardizationTests {
  /// Mean 0 and deviation 1 in every column, whatever its units. The mean is lost to rounding as far as it exceeds
  /// the deviation: 1e-12 for columns whose mean is at most 100 deviations.
  @Test func columnsGetMeanZeroAndDeviationOne() throws {
    var random = RandomStream(seed: 45).branch("columns")
    let (n, d) = (200, 6)
    let (shifts, units) = ([0, 5, -3e6, 2e-13, 0, 1e-20], [1, 0.1, 1e5, 1e-14, 1e20, 1e-20])
    var data = Matrix(rows: n, columns: d, elements: random.gaussians(n * d))
    for i in 0..<n {
      for j in 0..<d { data[i, j] = shifts[j] + units[j] * data[i, j] }
    }
    let standard = Standardization(data)
    let result = standard.applied(to: data).transposed
    for j in 0..<d {
      let mean = result.row(j).reduce(0, +) / Double(n)
      #expect(abs(mean) < 1e-12)
      #expect(abs(squaredNorm(result.row(j)) / Double(n) - 1) < 1e-12)
      #expect(abs(standard.deviations[j] / units[j] - 1) < 0.3)
    }
  }

  /// A column without variation is shifted to zero, and rounding in its mean is no variation.
  @Test func constantColumns() {
    for value in [0, 1, -0.1, 1e6 / 3, 255, 1e-8, 1e15 / 7, 1e-35] {
      for n in [1, 3, 1000, 10_007] {
        let data = Matrix(rows: n, columns: 1, repeating: value)
        let standard = Standardization(data)
        #expect(standard.deviations == [1])
        #expect(standard.applied(to: data).elements.allSatisfy { abs($0) <= 1e-12 * abs(value) })
      }
    }
  }

  /// The training rows alone decide; others are only moved along.
  @Test func otherRowsAreMovedAlong() {
    let standard = Standardization(Matrix(rows: 2, columns: 2, elements: [1, 10, 3, 10]))
    #expect(standard.means == [2, 10] && standard.deviations == [1, 1])
    #expect(standard.applied(to: Matrix(rows: 1, columns: 2, elements: [7, 12])).elements == [5, 2])
    #expect(standard.applied(to: Matrix(rows: 0, columns: 2)).rowCount == 0)
  }

  @Test func noRows() {
    let standard = Standardization(Matrix(rows: 0, columns: 2))
    #expect(standard.means == [0, 0] && standard.deviations == [1, 1])
  }
}

import LinearAlgebra
import Testing

@Suite struct UpdatableCholeskyTests {
  /// Vectors come and go at random; the solution stays that of the factorization from nothing.
  @Test func followsItsVectors() throws {
    var stream = RandomStream(seed: 3).branch("updates")
    let vectors = Matrix(rows: 60, columns: 80, elements: stream.gaussians(60 * 80))
    var updatable = UpdatableCholesky()
    var present: [Int] = []
    for next in 0..<60 {
      let products = present.map { dot(vectors.row($0), vectors.row(next)) }
      let independent = updatable.append(products, square: squaredNorm(vectors.row(next)))
      #expect(independent)
      present.append(next)
      if next % 3 == 2 {
        let p = stream.integer(below: present.count)
        updatable.remove(at: p)
        present.remove(at: p)
      }
      let right = stream.gaussians(present.count)
      let exact = try #require(Cholesky(vectors.rows(present).rowGram)).solve(right)
      for (x, y) in zip(updatable.solve(right), exact) { #expect((x - y).magnitude <= 1e-11) }
    }
    #expect(updatable.count == 40)
  }

  /// A vector in the span of the others is refused and changes nothing.
  @Test func dependenceIsSeen() {
    var updatable = UpdatableCholesky()
    // The third is the sum of the first two.
    let answers = [
      updatable.append([], square: 4), updatable.append([2], square: 2), updatable.append([6, 4], square: 10),
    ]
    #expect(answers == [true, true, false])
    #expect(updatable.count == 2)
    // [[4, 2], [2, 2]] x = (6, 4).
    for (x, y) in zip(updatable.solve([6, 4]), [1.0, 1]) { #expect((x - y).magnitude <= 1e-15) }
    updatable.remove(at: 0)
    #expect((updatable.solve([3])[0] - 1.5).magnitude <= 1e-15)
    updatable.remove(at: 0)
    #expect(updatable.solve([]) == [])
  }
}

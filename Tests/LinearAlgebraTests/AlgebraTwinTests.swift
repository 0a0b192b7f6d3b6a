import CDenseAlgebra
import LinearAlgebra
import Testing

/// The library found at run time against the plain twin and against definitions.
@Suite struct AlgebraTwinTests {
  private func gaussian(_ rows: Int, _ columns: Int, _ name: String) -> Matrix {
    var stream = RandomStream(seed: 2).branch(name)
    return Matrix(rows: rows, columns: columns, elements: stream.gaussians(rows * columns))
  }

  private func expectEqual(_ a: Matrix, _ b: Matrix, _ tolerance: Double) {
    #expect(a.rowCount == b.rowCount && a.columnCount == b.columnCount)
    for (x, y) in zip(a.elements, b.elements) where (x - y).magnitude > tolerance {
      Issue.record("\(x) differs from \(y)")
      return
    }
  }

  @Test(arguments: [(1, 1, 1), (7, 5, 3), (300, 40, 17), (10, 600, 530), (257, 3, 513)])
  func products(_ shape: (Int, Int, Int)) {
    let (m, inner, n) = shape
    let a = gaussian(m, inner, "a")
    let b = gaussian(inner, n, "b")
    var plain = Matrix(rows: m, columns: n)
    cda_plain_dgemm(false, false, m, n, inner, 1, a.elements, inner, b.elements, n, 0, &plain.elements, n)
    // Sums of `inner` products of Gaussians: the rounding of a random walk, with margin.
    let tolerance = 1e-14 * Double(inner + 10)
    expectEqual(a.times(b), plain, tolerance)
    expectEqual(a.timesTransposed(b.transposed), plain, tolerance)
    expectEqual(a.transposed.transposedTimes(b), plain, tolerance)
    expectEqual(a.gram, a.transposedTimes(a), tolerance)
    expectEqual(a.rowGram, a.timesTransposed(a), tolerance)
    #expect(a.gram.transposed == a.gram)
  }

  @Test(arguments: [1, 2, 3, 30, 120]) func eigenvectorsOfBothTwins(_ size: Int) throws {
    let a = gaussian(size + 3, size, "eigen").gram
    let found = try SymmetricEigen(a)
    var plainVectors = a
    var plainValues = [Double](repeating: 0, count: size)
    #expect(cda_plain_dsyevd(size, &plainVectors.elements, &plainValues) == 0)
    let scale = found.values.last ?? 1
    for (x, y) in zip(found.values, plainValues) { #expect((x - y).magnitude <= 1e-13 * scale * Double(size)) }
    for vectors in [found.vectors, plainVectors] {
      // V Vᵀ = 1 and V A Vᵀ = E.
      var identity = Matrix(rows: size, columns: size)
      var diagonal = identity
      for i in 0..<size {
        identity[i, i] = 1
        diagonal[i, i] = plainValues[i]
      }
      expectEqual(vectors.timesTransposed(vectors), identity, 1e-13 * Double(size))
      expectEqual(vectors.times(a).timesTransposed(vectors), diagonal, 1e-12 * scale * Double(size))
    }
  }

  @Test func eigenvaluesOfDegenerateMatrices() throws {
    #expect(try SymmetricEigen(Matrix(rows: 4, columns: 4)).values == [0, 0, 0, 0])
    var zeros = [Double](repeating: 0, count: 16)
    var values = [Double](repeating: 1, count: 4)
    #expect(cda_plain_dsyevd(4, &zeros, &values) == 0)
    #expect(values == [0, 0, 0, 0])
    // Rank one: one eigenvalue, the squared norm.
    let ones = Matrix(rows: 5, columns: 5, repeating: 1)
    var copy = ones.elements
    var spectrum = [Double](repeating: 0, count: 5)
    #expect(cda_plain_dsyevd(5, &copy, &spectrum) == 0)
    #expect((spectrum[4] - 5).magnitude < 1e-13)
    #expect(spectrum[..<4].allSatisfy { $0.magnitude < 1e-13 })
  }

  @Test func choleskyOfBothTwins() throws {
    let size = 60
    let a = gaussian(size + 9, size, "cholesky").gram
    var stream = RandomStream(seed: 3).branch("right")
    let x = stream.gaussians(size)
    let b = a.times(Matrix(rows: size, columns: 1, elements: x)).elements
    let solved = try #require(Cholesky(a)).solve(b)
    var factor = a.elements
    var plain = b
    #expect(cda_plain_dpotrf(size, &factor, size) == 0)
    cda_plain_dpotrs(size, factor, size, &plain)
    for i in 0..<size {
      #expect((solved[i] - x[i]).magnitude < 1e-9)
      #expect((plain[i] - x[i]).magnitude < 1e-9)
    }
    #expect(Cholesky(Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1])) == nil)
    var indefinite = [1.0, 2, 2, 1]
    #expect(cda_plain_dpotrf(2, &indefinite, 2) == 2)
  }

  @Test func singlePrecisionProducts() {
    let a = gaussian(33, 70, "single").elements.map { Float($0) }
    let x = gaussian(1, 70, "vector").elements.map { Float($0) }
    var fast = [Float](repeating: 0, count: 33)
    var plain = fast
    matrixVector(a, rows: 33, columns: 70, x, into: &fast)
    cda_plain_sgemv(33, 70, 1, a, 70, x, 0, &plain)
    for i in 0..<33 { #expect((fast[i] - plain[i]).magnitude < 1e-4) }
  }

  private func narrow(_ a: Matrix) -> FloatMatrix { FloatMatrix(a) }

  @Test(arguments: [(1, 1, 1), (7, 5, 3), (300, 40, 17), (10, 600, 530), (257, 3, 513)])
  func productsInSinglePrecision(_ shape: (Int, Int, Int)) {
    let (m, inner, n) = shape
    let a = narrow(gaussian(m, inner, "single a"))
    let b = narrow(gaussian(inner, n, "single b"))
    let exact = a.widened.times(b.widened)
    var plain = FloatMatrix(rows: m, columns: n)
    cda_plain_sgemm(false, false, m, n, inner, 1, a.elements, inner, b.elements, n, 0, &plain.elements, n)
    // Rounding 2⁻²⁴ of up to `inner` growing sums, with margin.
    let tolerance = 1e-6 * Double(inner + 10).squareRoot() * 4
    for product in [
      plain, a.times(b), a.timesTransposed(b.transposed), a.transposed.transposedTimes(b),
    ] { expectEqual(product.widened, exact, tolerance) }
    var gram = a.widened.gram
    gram.addGram(of: a)
    var twice = a.widened.gram
    for i in twice.elements.indices { twice.elements[i] *= 2 }
    expectEqual(gram, twice, 1e-6 * Double(m + 10))
    #expect(gram.transposed == gram)
  }

  /// Rows beyond the 1,024 that Float32 sums take.
  @Test func gramOfManyRows() {
    let a = narrow(gaussian(2500, 20, "many rows"))
    var gram = Matrix(rows: 20, columns: 20)
    gram.addGram(of: a)
    expectEqual(gram, a.widened.gram, 1e-6 * 2500 * 2)
  }

  @Test(arguments: [(1, 1), (5, 3), (60, 300), (300, 20)]) func triangularSystems(_ shape: (Int, Int)) throws {
    let (m, n) = shape
    var positive = gaussian(m + 9, m, "triangle").gram
    for i in 0..<m { positive[i, i] += Double(m) }
    var l = narrow(try #require(Cholesky(positive)).lowerTriangle)
    let b = narrow(gaussian(m, n, "right"))
    let exact = l.widened.times(b.solved(lower: l).widened)
    var plain = b
    cda_plain_strsm(m, n, l.elements, m, &plain.elements, n)
    expectEqual(exact, b.widened, 1e-4)
    expectEqual(plain.widened, b.solved(lower: l).widened, 1e-4)
    // What lies above the diagonal is not read.
    for i in 0..<m { for j in i + 1..<max(i + 1, m) { l[i, j] = .nan } }
    let solved = b.solved(lower: l)
    #expect(solved.elements.allSatisfy { $0.isFinite })
  }

  /// The partition is fixed by the shapes, so threads change no bit.
  @Test func threadsChangeNoBit() {
    let a = gaussian(700, 300, "threads")
    let saved = ThreadLimit.current
    defer { ThreadLimit.current = saved }
    ThreadLimit.current = 1
    let one = (a.gram, a.timesTransposed(a))
    let single = singlePrecision(a)
    ThreadLimit.current = 4
    let four = (a.gram, a.timesTransposed(a))
    #expect(one == four)
    #expect(single == singlePrecision(a))
  }

  private func singlePrecision(_ a: Matrix) -> [FloatMatrix] {
    var gram = Matrix(rows: a.columnCount, columns: a.columnCount)
    gram.addGram(of: narrow(a))
    var l = FloatMatrix(rows: 300, columns: 300, repeating: 0.001)
    for i in 0..<300 { l[i, i] = 1 }
    return [narrow(gram), narrow(a).timesTransposed(narrow(a)), narrow(a).transposed.solved(lower: l)]
  }

  @Test func parallelMapKeepsOrderAndErrors() throws {
    #expect(try parallelMap(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
    struct Odd: Error {}
    #expect(throws: Odd.self) { try parallelMap(10) { if $0 % 2 == 1 { throw Odd() } } }
  }
}

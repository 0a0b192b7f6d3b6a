import LinearAlgebra

extension InputLaw {
  /// Rows of the law (count · n numbers, row by row).
  func sample(rows count: Int, columns n: Int, _ stream: RandomStream) -> [Float] {
    var gaussian = stream.branch("gaussian")
    var uniform = stream.branch("uniform")
    let size = count * n
    switch self {
    case .gaussian: return gaussian.floatGaussians(size)
    case .uniform: return Self.mapped(uniform.floatUniforms(size)) { ($0 - 0.5) * 3.464_101_6 }
    case .unitInterval: return uniform.floatUniforms(size)
    case .exponential: return uniform.uniforms(size).map { Float(-logarithm(1 - $0)) }
    case .bernoulli(let p): return Self.mapped(uniform.floatUniforms(size)) { $0 < Float(p) ? 1 : 0 }
    case .offset(let mean): return Self.mapped(gaussian.floatGaussians(size)) { $0 + Float(mean) }
    case .student(let freedom): return Self.student(size, freedom, &uniform, &gaussian)
    case .autoregressive(let r):
      var x = gaussian.floatGaussians(size)
      let (keep, fresh) = (Float(r), Float((1 - r * r).squareRoot()))
      for row in 0..<count {
        for j in row * n + 1..<max(row * n + 1, (row + 1) * n) { x[j] = keep * x[j - 1] + fresh * x[j] }
      }
      return x
    case .equicorrelated(let r):
      var x = gaussian.floatGaussians(size)
      var shared = stream.branch("shared")
      let common = shared.floatGaussians(count)
      let (keep, fresh) = (Float(r.squareRoot()), Float((1 - r).squareRoot()))
      for i in x.indices { x[i] = keep * common[i / n] + fresh * x[i] }
      return x
    case .scales(let low, let high):
      var x = gaussian.floatGaussians(size)
      let scales = (0..<n).map { j in Float(low * power(high / low, Double(j) / Double(max(1, n - 1)))) }
      for i in x.indices { x[i] *= scales[i % n] }
      return x
    case .rows(let pool):
      let places = uniform.uniforms(count).map { Int($0 * Double(pool.rowCount)) }
      return places.flatMap { pool.row($0).map { Float($0) } }
    }
  }

  private static func mapped(_ numbers: [Float], _ change: (Float) -> Float) -> [Float] {
    var numbers = numbers
    for i in numbers.indices { numbers[i] = change(numbers[i]) }
    return numbers
  }

  /// √(ν (U^(−2/ν) − 1)) cos φ, φ being the angle of two Gaussians.
  ///
  /// - Source: Bailey, *Polar generation of random variates with the t-distribution* (1994).
  private static func student(
    _ count: Int, _ freedom: Double, _ uniform: inout RandomStream, _ gaussian: inout RandomStream
  ) -> [Float] {
    let u = uniform.uniforms(count)
    let pairs = gaussian.gaussians(2 * count)
    return u.indices.map { i in
      let (x, y) = (pairs[2 * i], pairs[2 * i + 1])
      let radius = (freedom * (power(1 - u[i], -2 / freedom) - 1)).squareRoot()
      return Float(radius * x / (x * x + y * y).squareRoot())
    }
  }
}

import LinearAlgebra
import Testing

/// A problem that Tests/Oracles/solver_optima.py draws too, by the same rules and so to the same bits.
struct DrawnProblem: Sendable, CustomTestStringConvertible {
  enum Targets: Sendable { case classes, values }
  enum Columns: Sendable { case plain, scales, duplicates, collinear, constant }

  let index: Int, name: String
  let n: Int, d: Int, k: Int
  let targets: Targets
  let intercept: Bool
  let columns: Columns

  var testDescription: String { name }

  /// X (n × d) and Y (n × k), not centered.
  func draw() -> (x: Matrix, y: Matrix) {
    let root = RandomStream(seed: SolverOptima.seed).branch("problem", index)
    var features = root.branch("features")
    var x = Matrix(rows: n, columns: d, elements: features.gaussians(n * d))
    var y = Matrix(rows: n, columns: k)
    switch targets {
    case .classes:
      var labels = root.branch("labels")
      for i in 0..<n {
        let label = labels.integer(below: k)
        y[i, label] = 1
        x[i, label] += 1.5
      }
    case .values:
      var stream = root.branch("noise")
      let noise = stream.gaussians(n * k)
      for i in 0..<n {
        for l in 0..<k { y[i, l] = (x[i, l] - x[i, l + 1]) + 0.5 * noise[i * k + l] }
      }
    }
    let scales = [0.01, 0.1, 1, 10, 100]
    for j in 0..<d {
      for i in 0..<n {
        switch columns {
        case .scales: x[i, j] *= scales[j % 5]
        case .duplicates where j % 2 == 1: x[i, j] = x[i, j - 1]
        case .collinear where j % 4 == 3: x[i, j] = x[i, j - 2] + x[i, j - 1]
        case .constant where j == 3: x[i, j] = 0.75
        default: break
        }
      }
    }
    return (x, y)
  }

  /// ‖XW − Y‖²_F + λ Σ f(w_l) straight from the definition, centered where there is an intercept.
  func objective(_ weights: Matrix, penalty: String, lambda: Double) -> Double {
    var (x, y) = draw()
    if intercept {
      center(&x)
      center(&y)
    }
    var total = 0.0
    for l in 0..<k {
      for i in 0..<n {
        var residual = -y[i, l]
        for j in 0..<d { residual += x[i, j] * weights[l, j] }
        total += residual * residual
      }
      let w = weights.row(l)
      switch penalty {
      case "l2": total += lambda * w.reduce(0) { $0 + $1 * $1 }
      case "l1": total += lambda * w.reduce(0) { $0 + $1.magnitude }
      default: total += lambda * w.reduce(0) { max($0, $1.magnitude) }
      }
    }
    return total
  }

  private func center(_ a: inout Matrix) {
    for j in 0..<a.columnCount {
      var sum = 0.0
      for i in 0..<a.rowCount { sum += a[i, j] }
      for i in 0..<a.rowCount { a[i, j] -= sum / Double(a.rowCount) }
    }
  }
}

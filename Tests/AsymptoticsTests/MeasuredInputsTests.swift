import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import Testing

/// A user's rows in the theory of quantized SGD.
@Suite struct MeasuredInputsTests {
  /// A few rows without any symmetry.
  private func skewedInputs() throws -> MeasuredInputs {
    let rows: [[Double]] = [
      [1, 0.3, 2], [0.2, 1.5, 0.1], [3, 0.4, 0.6], [0, 5, 1], [-1, 0.2, 0.3], [0.4, 0.1, 4],
    ]
    return try MeasuredInputs(
      features: Matrix(rows: 6, columns: 3, elements: rows.flatMap { $0 }), targets: [1, -2, 0.5, 3, 0, 7])
  }

  /// The mean of e eᵀ over all rows after each update, as a matrix: no closure, no approximation.
  @Test func recursionIsTheMeanOverRows() throws {
    let inputs = try skewedInputs()
    let (n, d) = (inputs.rows.rowCount, inputs.weights.count)
    var model = QuantizedRegression(inputs, batchSize: 2, stepSize: 0.2, steps: 30)
    model[.label] = .idealized(IdealizedError(additive: 0.05, multiplicative: 0.02))
    let theory = try QuantizedSGDTheory(model)
    let rows = theory.risks(at: [1, 10, 30])
    var (mean, square) = (inputs.weights.map { -$0 }, Matrix(rows: d, columns: d))
    for i in 0..<d { for j in 0..<d { square[i, j] = mean[i] * mean[j] } }
    var found: [Double] = []
    for t in 0..<30 {
      // g = mean over a batch of (ỹ − z·w) z; E g gᵀ from one sample and from two.
      var one = Matrix(rows: d, columns: d)
      for b in 0..<n {
        let z = Array(inputs.rows.row(b))
        let signal = dot(z[...], inputs.weights[...])
        let y = signal + inputs.residuals[b]
        var residual = inputs.residuals[b] * inputs.residuals[b] + 0.05 + 0.02 * y * y
        for i in 0..<d {
          residual -= 2 * inputs.residuals[b] * z[i] * mean[i]
          for j in 0..<d { residual += z[i] * square[i, j] * z[j] }
        }
        for i in 0..<d { for j in 0..<d { one[i, j] += residual * z[i] * z[j] / Double(n) } }
      }
      let lambda = inputs.spectrum.eigenvalues
      var next = square
      for i in 0..<d {
        for j in 0..<d {
          next[i, j] -= 0.2 * (lambda[i] + lambda[j]) * square[i, j]
          next[i, j] += 0.04 * (one[i, j] / 2 + lambda[i] * lambda[j] * square[i, j] / 2)
        }
        mean[i] -= 0.2 * lambda[i] * mean[i]
      }
      square = next
      if [1, 10, 30].contains(t + 1) { found.append((0..<d).reduce(0) { $0 + 0.5 * lambda[$1] * square[$1, $1] }) }
    }
    for (row, risk) in zip(rows, found) { #expect((row.risk - risk).magnitude < 1e-10 * risk, "\(row) \(risk)") }
    let largest = try #require(theory.largestStableStepSize)
    #expect(theory.isStable(stepSize: 0.999 * largest) && !theory.isStable(stepSize: 1.001 * largest))
    #expect(theory.boundRefusal?.contains("Gaussian") == true)
  }

  /// Many Gaussian rows have the Gaussian theory, for every kind of error of the data.
  @Test(arguments: ["none", "add:0.1", "mult:0.1", "mult:0.1:row", "e2m1", "fixed4:range=4:rne", "mxfp4:round-up"])
  func gaussianRows(text: String) throws {
    let (n, d) = (3_000, 6)
    var random = RandomStream(seed: 3)
    let deviations = (1...d).map { 1 / Double($0) }
    // Scaled alike after standardization by mixing: an orthogonal turn of independent inputs.
    let features = Matrix(rows: n, columns: d, elements: random.gaussians(n * d))
    var mixed = features
    for b in 0..<n {
      let z = (0..<d).map { features[b, $0] * deviations[$0] }
      let total = z.reduce(0, +)
      for i in 0..<d { mixed[b, i] = z[i] - 2 * total / Double(d) }
    }
    let noise = random.gaussians(n)
    let inputs = try MeasuredInputs(features: mixed, targets: (0..<n).map { mixed[$0, 0] + noise[$0] })
    #expect((inputs.tailWeight - 1).magnitude < 0.08)
    for draw in QuantizedRegression.DataDraw.allCases {
      var measured = QuantizedRegression(inputs, batchSize: 2, steps: 60, dataDraw: draw)
      measured[.data] = try TargetError(text: text)
      var gaussian = QuantizedRegression(
        spectrum: inputs.spectrum, noiseVariance: inputs.noiseVariance, batchSize: 2, steps: 60, dataDraw: draw)
      gaussian.weights = inputs.weights
      gaussian[.data] = try TargetError(text: text)
      let one = try QuantizedSGDTheory(measured).risks(at: [60])[0]
      let other = try QuantizedSGDTheory(gaussian).risks(at: [60])[0]
      for (a, b) in [
        (one.risk, other.risk), (one.averagedRisk!, other.averagedRisk!), (one.deployedRisk!, other.deployedRisk!),
      ] {
        #expect((a - b).magnitude < 0.08 * b, "\(text) \(draw): \(a) for \(b)")
      }
    }
  }

  @Test func badRows() throws {
    func refusal(_ features: [[Double]], _ targets: [Double]) -> String {
      do {
        let columns = features.first?.count ?? 0
        _ = try MeasuredInputs(
          features: Matrix(rows: features.count, columns: columns, elements: features.flatMap { $0 }), targets: targets)
        return "nothing"
      } catch let refusal as Refusal {
        return refusal.message
      } catch {
        return "another error"
      }
    }
    #expect(refusal([[1], [2]], [1, 2]).contains("at least 3 rows"))
    #expect(refusal([[1], [1], [1]], [1, 2, 3]).contains("no feature varies"))
    #expect(refusal([[1], [2], [3]], [5, 5, 5]).contains("all targets are 5"))
    #expect(refusal([[1], [.nan], [3]], [1, 2, 3]).contains("finite"))
    #expect(refusal([[1, 2], [2, 4], [4, 8]], [1, 2, 3]) == "nothing")
  }
}

import Asymptotics
import DataModels
import Messages
import Testing

/// Settings that one can compute by hand.
@Suite struct QuantizedSGDLimitTests {
  /// d = 1, B = 1: E e⁺² = E[(1 − γx²)² e² + γ²x²ξ²] with E x² = λ, E x⁴ = 3λ².
  @Test func oneInputByHand() throws {
    let (lambda, gamma, noise) = (0.7, 0.2, 0.5)
    var model = QuantizedRegression(
      spectrum: try CovarianceSpectrum(eigenvalues: [lambda]), noiseVariance: noise, stepSize: gamma, steps: 3)
    model.weights = [2]
    let factor: Double = 1 - 2 * gamma * lambda + 3 * gamma * gamma * lambda * lambda
    var square = 4.0
    let rows = try QuantizedSGDTheory(model).risks(at: [0, 1, 2, 3])
    for row in rows {
      #expect(abs(row.risk - 0.5 * lambda * square) <= 1e-15)
      square = factor * square + gamma * gamma * lambda * noise
    }
    // The average of w₀ and w₁: E (e₀ + e₁)² = e₀² + 2αe₀² + E e₁².
    let second = factor * 4 + gamma * gamma * lambda * noise
    let average: Double = (4 + 8 * (1 - gamma * lambda) + second) / 4
    #expect(abs(try #require(rows[2].averagedRisk) - 0.5 * lambda * average) <= 1e-15)
    #expect(rows[0].averagedRisk == nil && rows[0].deployedRisk == nil)
    #expect(rows[1].averagedRisk == rows[0].risk)
    // Stable while 3γλ < 2.
    #expect(abs(try #require(try QuantizedSGDTheory(model).largestStableStepSize) - 2 / (3 * lambda)) <= 1e-11)
  }

  /// One update of d = 1 from w₀ = 0 with an additive error of each target, by hand.
  @Test func oneUpdateByHand() throws {
    let (lambda, gamma, noise, error, weight) = (0.7, 0.2, 0.5, 0.3, 2.0)
    // w₁ = γ x̃ õ, õ = y + errors − x̃ × (error of w); E x̃² = Λ, E x̃⁴ = 3Λ².
    for target in QuantizationTarget.allCases {
      var model = QuantizedRegression(
        spectrum: try CovarianceSpectrum(eigenvalues: [lambda]), noiseVariance: noise, stepSize: gamma, steps: 1)
      model.weights = [weight]
      model[target] = .idealized(IdealizedError(additive: error))
      let second = target == .data ? lambda + error : lambda
      // E x̃²y² = Λ(λw*² + σ²) + 2λ²w*².
      var square: Double = second * (lambda * weight * weight + noise)
      square += 2 * lambda * lambda * weight * weight
      switch target {
      case .data: break
      case .label, .activation, .gradient: square += second * error
      case .parameter: square += 3 * second * second * error
      }
      let drift: Double = weight * weight * (1 - 2 * gamma * lambda)
      let risk: Double = 0.5 * lambda * (drift + gamma * gamma * square)
      #expect(abs(try QuantizedSGDTheory(model).risks(at: [1])[0].risk - risk) <= 1e-14, "\(target)")
    }
  }

  /// As B grows, what is left is gradient descent on the exact risk.
  @Test func largeBatch() throws {
    let model = QuantizedRegression(
      spectrum: try .power(1, count: 6), batchSize: 1_000_000_000, stepSize: 0.4, steps: 30)
    let expected = model.spectrum.eigenvalues.reduce(0.0) { sum, lambda in
      var error = 1.0
      for _ in 0..<30 { error *= 1 - 0.4 * lambda }
      return sum + 0.5 * lambda * error * error
    }
    let risk = try QuantizedSGDTheory(model).risks(at: [30])[0].risk
    #expect(abs(risk - expected) <= 1e-7)
  }

  /// Inputs that are always 0 change nothing, and additive errors make them count on deployment.
  @Test func zeros() throws {
    let short = QuantizedRegression(spectrum: try CovarianceSpectrum(eigenvalues: [1, 0.5]), stepSize: 0.2, steps: 20)
    var long = QuantizedRegression(
      spectrum: try CovarianceSpectrum(eigenvalues: [1, 0, 0.5, 0]), stepSize: 0.2, steps: 20)
    for stored in [true, false] {
      long.hasMasterWeights = stored
      let (a, b) = (try QuantizedSGDTheory(short), try QuantizedSGDTheory(long))
      #expect(a.risks(at: [0, 20]) == b.risks(at: [0, 20]) && a.stationaryRisk == b.stationaryRisk)
      #expect(a.boundedRisks(at: [20])[0].bound == b.boundedRisks(at: [20])[0].bound)
    }
    long[.data] = try TargetError(text: "add:0.1")
    let row = try QuantizedSGDTheory(long).boundedRisks(at: [20])[0]
    #expect(row.risk.risk.isFinite && row.bound!.total >= row.risk.deployedRisk!)
  }

  /// A decay of exponent 0 is none; a falling step size outlives an unstable beginning.
  @Test func decay() throws {
    var model = QuantizedRegression(spectrum: try .power(2, count: 5), stepSize: 0.2, steps: 40)
    let plain = try QuantizedSGDTheory(model).risks(at: [40])
    model.stepDecay = .power(0)
    #expect(try QuantizedSGDTheory(model).risks(at: [40]) == plain)
    (model.stepDecay, model.stepSize, model.steps) = (.power(1), 3, 4000)
    let risks = try QuantizedSGDTheory(model).risks(at: [3, 4000])
    #expect(risks[0].risk > 1 && risks[1].risk < risks[0].risk)
  }

  @Test func refusals() throws {
    func refused(_ change: (inout QuantizedRegression) throws -> Void) -> String {
      do {
        var model = QuantizedRegression(spectrum: try .power(2, count: 3))
        try change(&model)
        _ = try QuantizedSGDTheory(model)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(refused { $0[.data] = .idealized(IdealizedError(additive: -1)) }.contains("additive error of the data"))
    #expect(refused { $0[.label] = .idealized(IdealizedError(multiplicative: 1e9)) }.contains("1e6"))
    #expect(refused { $0[.label] = try TargetError(text: "mult:0.1:row") }.contains("data"))
    #expect(refused { $0[.parameter] = try TargetError(text: "mult:0.1:batch") }.contains("parameter"))
    #expect(refused { $0[.label] = try TargetError(text: "mul:0.1") }.contains("did you mean \"mult\"?"))
    #expect(refused { $0[.label] = try TargetError(text: "add:x") }.contains("variance"))
    #expect(refused { $0.stepSize = .nan }.contains("step size"))
    #expect(refused { $0.batchSize = 0 }.contains("batch"))
    #expect(refused { $0.averagingStart = 500 }.contains("averaging"))
    #expect(refused { $0.spectrum = try .named("powr:2", count: 3) }.contains("did you mean \"power:2\"?"))
    #expect(refused { $0.spectrum = try CovarianceSpectrum(eigenvalues: [0, 0]) }.contains("above 0"))
  }
}

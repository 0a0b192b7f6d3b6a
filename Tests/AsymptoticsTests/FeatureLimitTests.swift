import Activations
import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct FeatureLimitTests {
  private static func theory(
    _ activation: any Activation, inputs: Int, widths: [Int], teacher: FeatureTeacher, noise: Double = 0
  ) throws -> FeatureTheory {
    try FeatureTheory(
      FeatureRegression(
        spectrum: .named("iso", count: inputs), widths: widths, activation: activation, teacher: teacher,
        noiseVariance: noise))
  }

  /// The root of an increasing function of the logarithm.
  private static func root(_ function: (Double) -> Double) -> Double {
    var (low, high) = (-40.0, 40.0)
    for _ in 0..<200 {
      let x = (low + high) / 2
      if function(exponential(x)) > 0 { high = x } else { low = x }
    }
    return exponential(high)
  }

  /// Ridge with resolvents: D(κ), κ(n − D) = λ, MSE = (−κ² D′ + n noise γ …)/(1 − γ).
  private static func ridge(n: Double, lambda: Double, noise: Double, degrees: (Double) -> Double, count: Double)
    -> Double
  {
    let kappa = root { $0 * (n - degrees($0)) - lambda }
    let step = 1e-5 * kappa
    let slope = (degrees(kappa + step) - degrees(kappa - step)) / (2 * step)
    let gamma = (degrees(kappa) + kappa * slope) / n
    return (-kappa * kappa * slope / count + noise) / (1 - gamma) - noise
  }

  /// One linear layer is ridge whose covariance W Wᵀ has the spectrum of Marchenko and Pastur, in closed form.
  @Test func linearLayerIsRidgeOnWishart() throws {
    for (inputs, width, n, lambda) in [(300, 500, 200, 0.7), (500, 300, 200, 0.1), (300, 500, 800, 2)] {
      let (d, w) = (Double(inputs), Double(width))
      // D = w − κ Tr(W Wᵀ + κ)⁻¹, the trace from m² κ c + m (κ + 1 − c) − 1 = 0 with c = w/d.
      let c = w / d
      func degrees(_ kappa: Double) -> Double {
        let b = kappa + 1 - c
        let m = (-b + (b * b + 4 * kappa * c).squareRoot()) / (2 * kappa * c)
        return w * (1 - kappa * m)
      }
      let expected = Self.ridge(n: Double(n), lambda: lambda, noise: 0.2, degrees: degrees, count: w)
      let here = try Self.theory(Linear(), inputs: inputs, widths: [width], teacher: .layer(1), noise: 0.2)
        .prediction(samples: n, lambda: lambda)
      // The derivative of the expected one is numerical.
      #expect(abs(here.testMSE / expected - 1) <= 1e-7, "\(inputs), \(width): \(here.testMSE), \(expected)")
    }
  }

  /// A very wide linear layer is ridge on the inputs themselves, with λ d₀/d₁.
  @Test func wideLinearLayerIsRidgeOnInputs() throws {
    let expected = Self.ridge(n: 200, lambda: 30, noise: 0.1, degrees: { 300 / (1 + $0) }, count: 300)
    let width = 10_000_000
    let here = try Self.theory(
      Linear(), inputs: 300, widths: [width], teacher: .linear(FeatureTeacher.evenCoefficients(300)), noise: 0.1
    ).prediction(samples: 200, lambda: 30 * Double(width) / 300)
    #expect(abs(here.testMSE / expected - 1) <= 1e-4, "\(here.testMSE), \(expected)")
  }

  /// d/dλ of the minimum of Σ r² + λ‖a‖² is ‖a‖²: ties training error, norm and λ together.
  @Test(arguments: ["tanh", "relu"]) func envelope(_ activation: String) throws {
    let theory = try Self.theory(
      #require(Activations.named(activation)), inputs: 300, widths: [400, 500], teacher: .layer(1), noise: 0.1)
    let n = activation == "relu" ? 349.0 : 350
    func minimum(_ lambda: Double) throws -> Double {
      let here = try theory.prediction(samples: 350, lambda: lambda)
      return n * here.trainMSE + lambda * here.squaredNorm
    }
    for lambda in [0.05, 1, 20] {
      let slope = try (minimum(lambda * 1.001) - minimum(lambda * 0.999)) / (0.002 * lambda)
      let norm = try theory.prediction(samples: 350, lambda: lambda).squaredNorm
      #expect(abs(slope / norm - 1) <= 1e-5, "\(activation), λ = \(lambda): \(slope), \(norm)")
    }
  }

  /// A general teacher whose unlearnable part is v is a linear one whose labels have so much more noise.
  @Test func unlearnableIsNoise() throws {
    let beta = FeatureTeacher.evenCoefficients(300)
    let general = try Self.theory(
      Tanh(), inputs: 300, widths: [500], teacher: .general(beta, unlearnableVariance: 0.3), noise: 0.1
    ).prediction(samples: 200, lambda: 0.2)
    let linear = try Self.theory(Tanh(), inputs: 300, widths: [500], teacher: .linear(beta), noise: 0.4)
      .prediction(samples: 200, lambda: 0.2)
    #expect(abs(general.testMSE - (linear.testMSE + 0.3)) <= 1e-12)
    #expect(abs(general.totalMSE - linear.totalMSE) <= 1e-12 && general.outputVariance > 0)
    #expect(abs(general.outputVariance - linear.outputVariance) <= 1e-12)
  }

  @Test func refusalsAndFlags() throws {
    let plain = try Self.theory(Tanh(), inputs: 300, widths: [500], teacher: .layer(1))
    let peak = #expect(throws: Refusal.self) { try plain.prediction(samples: 500, lambda: 0) }
    #expect(peak?.kind == .usage && peak?.message.contains("infinite") == true)
    for (samples, lambda) in [(0, 1.0), (-5, 1), (100, -1), (100, .nan), (100, .infinity), (Int.max, 1)] {
      #expect(throws: Refusal.self) { try plain.prediction(samples: samples, lambda: lambda) }
    }
    #expect(try plain.prediction(samples: 200, lambda: 0).flags.isEmpty)
    #expect(try plain.prediction(samples: 490, lambda: 0).flags == ["near-interpolation-peak"])
    let deep = try Self.theory(
      Sign(), inputs: 40, widths: [40, 400, 40, 40, 40, 40], teacher: .layer(6)
    ).prediction(samples: 20, lambda: 0)
    #expect(
      deep.flags == ["low-effective-rank", "few-inputs", "beyond-checked-depth", "beyond-checked-widths", "deep-sign"])
    let steep = try FeatureTheory(
      FeatureRegression(
        spectrum: InputSpectrum(eigenvalues: [50] + [Double](repeating: 1, count: 299)), widths: [400],
        activation: ReLU(), teacher: .layer(0), noiseVariance: 0)
    ).prediction(samples: 200, lambda: 1)
    #expect(steep.flags == ["low-effective-rank", "dominant-coordinate", "unchecked-teacher"])
  }

  /// Whatever is asked: numbers, or a refusal that says why.
  @Test func randomSettings() throws {
    var stream = RandomStream(seed: 1).branch("feature theory settings")
    var answered = 0
    for _ in 0..<500 {
      func size(_ most: Double) -> Int { max(1, Int(exponential(stream.uniforms(1)[0] * logarithm(most)))) }
      func pick<Element>(_ choices: [Element]) -> Element { choices[stream.integer(below: choices.count)] }
      let inputs = size(3000)
      let widths = (0..<pick([1, 1, 2, 3, 6])).map { _ in size(5000) }
      // Forty offsets per layer cost most of the time.
      let activation = pick(Activations.all.filter { widths.count < 3 || $0.isOdd })
      let beta = stream.gaussians(inputs)
      let teacher: FeatureTeacher = pick([
        .layer(widths.count), .layer(0), .linear(beta), .general(beta, unlearnableVariance: pick([0, 0.3, 1e6])),
      ])
      let lambda = pick([0, 0, 1e-12, 0.1, 1, 1e3, 1e12])
      let samples = pick([size(5000), size(5000), inputs, widths[widths.count - 1]])
      let place = "\(activation.name) \(inputs) \(widths) n = \(samples) λ = \(lambda) \(teacher)".prefix(160)
      do {
        let here = try FeatureTheory(
          FeatureRegression(
            spectrum: .named(pick(InputSpectrum.names), count: inputs), widths: widths, activation: activation,
            teacher: teacher, noiseVariance: pick([0, 0.1, 1e3]))
        ).prediction(samples: samples, lambda: lambda)
        let numbers =
          [here.testMSE, here.totalMSE, here.trainMSE, here.squaredNorm, here.gamma] + here.kappa
          + here.degreesOfFreedom
        #expect(numbers.allSatisfy { $0.isFinite && $0 > -1e-9 * (1 + here.totalMSE) }, "\(place): \(numbers)")
        if lambda == 0, samples < widths[widths.count - 1], widths.count == 1 {
          _ = try here.quantized(bits: 1, scale: .refit)
        }
        answered += 1
      } catch let refusal as Refusal {
        #expect(refusal.message.contains("infinite") || refusal.message.contains("samples"), "\(place): \(refusal)")
      }
    }
    #expect(answered > 400, "\(answered)")
  }
}

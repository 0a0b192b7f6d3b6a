import Activations
import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import Testing

/// Loss and coarse gradient with endless samples, and the laws of finitely many.
@Suite struct StraightThroughTheoryTests {
  static let surrogates =
    SurrogateGradients.all(cutoff: 1) + [SwishSignDerivative(cutoff: 3), ClippedReLUDerivative(cutoff: 0.4)]

  /// Five points of Gauss and Legendre in panels of width 0.01 or less between the places where the integrand breaks.
  static func integral(_ breaks: [Double], _ f: (Double) -> Double) -> Double {
    let outer = ((5 + 2 * (10.0 / 7).squareRoot()).squareRoot() / 3, (322 - 13 * 70.0.squareRoot()) / 900)
    let inner = ((5 - 2 * (10.0 / 7).squareRoot()).squareRoot() / 3, (322 + 13 * 70.0.squareRoot()) / 900)
    let rule = [(-outer.0, outer.1), (-inner.0, inner.1), (0, 128.0 / 225), inner, outer]
    var sum = 0.0
    for (low, high) in zip(breaks, breaks.dropFirst()) {
      let panels = Int(((high - low) / 0.01).rounded(.up))
      let half = (high - low) / Double(panels) / 2
      for p in 0..<panels {
        let middle = low + (2 * Double(p) + 1) * half
        for (x, weight) in rule { sum += half * weight * f(middle + half * x) }
      }
    }
    return sum
  }

  /// The definition E z μ′(z·q) (σ(z·q) − σ(z·w*)), integrated along q and across.
  @Test func closedFormsAreTheirIntegrals() {
    for surrogate in Self.surrogates {
      let c = surrogate.cutoff
      let breaks = ([-12, 0, 12] + (c < 12 ? [-c, c] : [])).sorted()
      for step in 1...15 {
        let cosine = 1 - Double(step) / 8
        let sine = (1 - cosine * cosine).squareRoot()
        let cotangent = cosine / sine
        let along = Self.integral(breaks) { x in
          x * surrogate.derivative(x) * StandardNormal.density(x)
            * (x > 0 ? StandardNormal.cumulative(-x * cotangent) : -StandardNormal.cumulative(x * cotangent))
        }
        let across = Self.integral(breaks) {
          surrogate.derivative($0) * StandardNormal.density($0) * StandardNormal.density($0 * cotangent)
        }
        let gradient = CoarseGradient(surrogate, cosine: cosine)
        let (alpha, beta) = (along + cotangent * across, across / sine)
        #expect(abs(gradient.alpha - alpha) <= 1e-12, "\(surrogate.name) α at \(cosine): \(gradient.alpha), \(alpha)")
        #expect(abs(gradient.beta - beta) <= 1e-12, "\(surrogate.name) β at \(cosine): \(gradient.beta), \(beta)")
      }
    }
  }

  /// Draws of z, with the loss.
  @Test func closedFormsAreMeans() {
    var stream = RandomStream(seed: 7).branch("coarse gradient")
    let count = 60_000
    let x = stream.gaussians(count)
    let y = stream.gaussians(count)
    for surrogate in Self.surrogates {
      for cosine in [0.92, 0.5, 0, -0.7] {
        let sine = (1 - cosine * cosine).squareRoot()
        var samples: [[Double]] = [[], [], []]
        for i in 0..<count {
          let difference = (x[i] > 0 ? 1.0 : 0) - (cosine * x[i] + sine * y[i] > 0 ? 1.0 : 0)
          let push = surrogate.derivative(x[i]) * difference
          samples[0].append(x[i] * push)
          samples[1].append(y[i] * push)
          samples[2].append(difference * difference / 2)
        }
        let gradient = CoarseGradient(surrogate, cosine: cosine)
        let expected = [gradient.alpha - cosine * gradient.beta, -sine * gradient.beta, gradient.loss]
        for (values, value) in zip(samples, expected) {
          let mean = values.reduce(0, +) / Double(count)
          let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
          let error = square.squareRoot() / Double(count)
          #expect(abs(mean - value) <= 4 * error, "\(surrogate.name) at \(cosine): \(mean) ± \(error), not \(value)")
        }
      }
    }
  }

  /// Both ends: at w* nothing moves, and opposite to it every coordinate is pulled.
  @Test func ends() {
    for surrogate in Self.surrogates {
      let right = CoarseGradient(surrogate, cosine: 1)
      let wrong = CoarseGradient(surrogate, cosine: -1)
      #expect(abs(right.alpha - right.beta) <= 1e-12, "\(surrogate.name): \(right)")
      #expect(right.loss == 0 && abs(wrong.loss - 0.5) <= 1e-15)
      #expect(wrong.pullOfWrongCoordinate(weightCount: 9) > 0)
      let near = CoarseGradient(surrogate, cosine: 1 - 1e-12)
      #expect(abs(near.alpha - right.alpha) <= 1e-5 && abs(near.beta - right.beta) <= 1e-5, "\(surrogate.name)")
    }
    #expect(CoarseGradient(StraightIdentity(), cosine: 0.3).holdOfRightCoordinate(weightCount: 9) == 0)
    #expect(CoarseGradient(HardTanhDerivative(), cosine: 0.3).holdOfRightCoordinate(weightCount: 9) > 0)
  }

  /// Half of the time at N = 1.04 σ² n³ / ‖v‖² for ReLU, at half of that for identity.
  @Test func occupation() throws {
    var setting = StraightThroughSetting(weightCount: 25, hiddenCount: 32, sampleCount: 1)
    #expect(OccupationLaw(setting) == nil)
    setting.labelNoise.standardDeviation = 2
    let law = try #require(OccupationLaw(setting))
    #expect(abs(law.samples(share: 0.5) / (4.0 * 15_625 / 32) - 1.0407) <= 1e-4)
    #expect(abs(law.share(samples: Int(law.samples(share: 0.5))) - 0.5) <= 1e-3)
    setting.surrogate = StraightIdentity()
    #expect(abs(try #require(OccupationLaw(setting)).samples(share: 0.5) / law.samples(share: 0.5) - 0.5) <= 1e-12)
  }

  /// The fitted N₅₀ lies within its stated error of the measured ones, and N_p is the inverse of P.
  @Test func sampleLaw() throws {
    for (n, half) in [(16, 21.2), (25, 42.8), (36, 76.9), (49, 127), (64, 202)] {
      let setting = StraightThroughSetting(weightCount: n, hiddenCount: 32, sampleCount: 1)
      let law = try #require(SampleLaw(setting, .mean))
      #expect(abs(law.half / half - 1) <= 0.06, "n = \(n): \(law.half)")
      #expect(abs(law.recovery(samples: 50) - 1 / (1 + power(law.half / 50, law.steepness))) <= 1e-15)
      #expect(abs(1 / (1 + power(law.half / law.samples(probability: 0.9), law.steepness)) - 0.9) <= 1e-12)
      #expect(law.doubts.isEmpty)
    }
    var setting = StraightThroughSetting(weightCount: 25, hiddenCount: 128, sampleCount: 1)
    setting.labelNoise.standardDeviation = 1
    #expect(SampleLaw(setting, .last) == nil)
    setting.labelNoise.standardDeviation = 100
    #expect(try #require(SampleLaw(setting, .mean)).doubts.count == 1)
    setting.surrogate = TanhDerivative()
    #expect(SampleLaw(setting, .mean) == nil)
  }

  /// The theorem with the constant that a simulation at n = 8, m = 128 implies gives back its N₅₀ of 6.6.
  @Test func bound() {
    var setting = StraightThroughSetting(weightCount: 8, hiddenCount: 128, sampleCount: 1)
    #expect(abs(SampleBound(data: 0.0025, noise: 1).samples(setting) - 6.5536) <= 1e-9)
    setting.labelNoise = LabelNoise(.rademacher, standardDeviation: 2)
    let root = (0.0025 * 128 * 128 + 3 * 1.201 * 2 * 128) * 8 / 128
    #expect(abs(SampleBound(data: 0.0025, noise: 3).samples(setting) - root * root) <= 1e-9)
  }
}

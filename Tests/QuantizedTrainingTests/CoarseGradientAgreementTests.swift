import Activations
import Asymptotics
import DataModels
import LinearAlgebra
import QuantizedTraining
import Testing

/// The gradient of drawn data against that of endlessly many samples.
@Suite struct CoarseGradientAgreementTests {
  /// Mean within 4 standard errors in every coordinate; fluctuation of the order that the heuristic says.
  @Test(arguments: ["identity", "relu", "clipped-relu", "hard-tanh"], [OutputWeightLaw.sign, .ones])
  func gradient(surrogate: String, outputs: OutputWeightLaw) throws {
    let (n, m, distance, trials) = (9, 8, 2, 150)
    var setting = StraightThroughSetting(weightCount: n, hiddenCount: m, sampleCount: 12)
    setting.surrogate = SurrogateGradients.named(surrogate)!
    setting.outputWeights = outputs
    var sums = [Double](repeating: 0, count: n)
    var squares = sums
    for index in 0..<trials {
      let sample = try setting.sample(RandomStream(seed: 21).branch(surrogate, index))
      var signs = sample.teacher
      for j in 0..<distance { signs[j] = -signs[j] }
      let network = IntegerNetwork(setting.surrogate, sample, signs: signs)
      let scale = try #require(sample.unit) / Double(setting.sampleCount)
      for (j, value) in network.gradient(noise: sample.noise).gradient.enumerated() {
        let push = Double(sample.teacher[j]) * value * scale
        sums[j] += push
        squares[j] += push * push
      }
    }
    let cosine = 1 - 2 * Double(distance) / Double(n)
    let theory = CoarseGradient(setting.surrogate, cosine: cosine)
    var noise = 0.0
    for j in 0..<n {
      let mean = sums[j] / Double(trials)
      let variance = squares[j] / Double(trials) - mean * mean
      let q = (j < distance ? -1.0 : 1) / 3
      let expected = Double(m) * (theory.alpha * q - theory.beta / 3)
      #expect(abs(mean - expected) <= 4 * (variance / Double(trials)).squareRoot(), "\(j): \(mean), not \(expected)")
      noise += variance / Double(n)
    }
    let heuristic = GradientFluctuation(
      surrogate: surrogate, angle: theory.angle, weightCount: n, sampleCount: setting.sampleCount,
      imbalance: outputs == .ones ? Double(m) : 1, noiseRatio: 0)
    if let heuristic {
      let pull = Double(m) * theory.pullOfWrongCoordinate(weightCount: n)
      let found = noise / (pull * pull)
      #expect((0.7...1.4).contains(found / heuristic.data), "\(found), \(heuristic.data)")
    } else {
      #expect(theory.beta > theory.alpha)
    }
  }
}

import DataModels
import LinearAlgebra
import Messages
import QuantizedTraining
import Testing

/// The smooth parts of training against finite differences, and thresholds against what they replace.
@Suite struct BinaryNetworkPartTests {
  private func gaussians(_ name: String, _ rows: Int, _ columns: Int) -> FloatMatrix {
    var stream = RandomStream(seed: 81).branch(name)
    return FloatMatrix(rows: rows, columns: columns, elements: stream.floatGaussians(rows * columns))
  }

  /// Σ c ∘ u.
  private func product(_ a: FloatMatrix, _ b: FloatMatrix) -> Double {
    zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  @Test func normalizationGradient() {
    let (sums, c) = (gaussians("sums", 12, 5), gaussians("c", 12, 5))
    let (gain, offset): ([Float], [Float]) = ([1, -0.5, 2, 0, 0.3], [0, 1, -1, 0.5, 2])
    func normalization(_ gain: [Float], _ offset: [Float]) -> BatchNormalization {
      BatchNormalization(
        gain: gain, offset: offset, means: [Double](repeating: 0, count: 5),
        variances: [Double](repeating: 1, count: 5),
        inputSize: 1)
    }
    func value(_ sums: FloatMatrix, _ gain: [Float], _ offset: [Float]) -> Double {
      var layer = normalization(gain, offset)
      return product(layer.normalize(sums).output, c)
    }
    var layer = normalization(gain, offset)
    let found = layer.gradient(c, layer.normalize(sums))
    // Central differences of step h: h² of curvature, and 2⁻²⁴ of 60 terms over 2 h.
    let h: Float = 0.01
    for i in sums.elements.indices {
      var (up, down) = (sums, sums)
      up.elements[i] += h
      down.elements[i] -= h
      let slope = (value(up, gain, offset) - value(down, gain, offset)) / Double(2 * h)
      #expect(abs(slope - Double(found.sums.elements[i])) < 2e-3, "sum \(i)")
    }
    for j in 0..<5 {
      var (up, down) = (gain, gain)
      up[j] += h
      down[j] -= h
      let slope = (value(sums, up, offset) - value(sums, down, offset)) / Double(2 * h)
      #expect(abs(slope - Double(found.gain[j])) < 2e-3, "gain \(j)")
      (up, down) = (offset, offset)
      up[j] += h
      down[j] -= h
      let shift = (value(sums, gain, up) - value(sums, gain, down)) / Double(2 * h)
      #expect(abs(shift - Double(found.offset[j])) < 2e-3, "offset \(j)")
    }
  }

  @Test func lossGradient() {
    let names = ["a", "b", "c", "d"]
    let reals = Matrix(rows: 6, columns: 4, elements: gaussians("targets", 6, 4).elements.map { 5 * Double($0) + 2 })
    for targets in [Targets.classes(labels: [0, 3, 1, 1, 2, 0], names: names), .values(reals)] {
      let loss = NetworkLoss(targets)
      let scores = gaussians("scores", 3, 4)
      // Rows 2, 4 and 5.
      let rows = [0, 2, 4, 5][1...]
      let found = loss(scores, rows: rows)
      let h: Float = 0.01
      for i in scores.elements.indices {
        var (up, down) = (scores, scores)
        up.elements[i] += h
        down.elements[i] -= h
        let slope = (loss(up, rows: rows).value - loss(down, rows: rows).value) / Double(2 * h)
        #expect(abs(slope - Double(found.gradient.elements[i])) < 1e-4)
      }
    }
    // Two equal scores: log 2.
    let even = NetworkLoss(.classes(labels: [1], names: ["a", "b"]))(FloatMatrix(rows: 1, columns: 2), rows: [0][...])
    #expect(abs(even.value - logarithm(2)) < 1e-12 && even.gradient.elements == [0.5, -0.5])
  }

  /// Both optimizers in Float64, number by number.
  @Test func optimizers() {
    let start: [Float] = [0.5, -0.02, 0.9]
    let gradients: [[Float]] = [[1, -2, -30], [0.5, 0, -20], [-1, 3, -40], [0.1, 0.1, -10]]
    for optimizer in NetworkOptimizer.allCases {
      var numbers = TrainedNumbers(start, optimizer)
      var (v, m, s) = (start.map { Double($0) }, [0.0, 0, 0], [0.0, 0, 0])
      for (t, gradient) in gradients.enumerated() {
        numbers.move(against: gradient, rate: 0.1, step: t + 1, bound: 1)
        for i in v.indices {
          let g = Double(gradient[i])
          switch optimizer {
          case .adam:
            m[i] = 0.9 * m[i] + 0.1 * g
            s[i] = 0.999 * s[i] + 0.001 * g * g
            let (mean, square) = (m[i] / (1 - power(0.9, Double(t + 1))), s[i] / (1 - power(0.999, Double(t + 1))))
            v[i] -= 0.1 * mean / (square.squareRoot() + 1e-8)
          case .sgd:
            m[i] = 0.9 * m[i] + g
            v[i] -= 0.1 * m[i]
          }
          v[i] = min(max(v[i], -1), 1)
          #expect(abs(Double(numbers.values[i]) - v[i]) < 1e-5, "\(optimizer) \(t)")
        }
      }
      #expect(numbers.values[2] == 1)
    }
  }

  /// At every possible sum, whatever the sign of γ, zero included.
  @Test func thresholdsAreTheNormalization() {
    let largest = 300
    var stream = RandomStream(seed: 82).branch("units")
    let count = 200
    var gain = stream.floatGaussians(count)
    gain[0] = 0
    gain[1] = -0.0
    gain[2] = 1e-20
    let offset = stream.floatGaussians(count).map { 3 * $0 }
    let means = stream.gaussians(count).map { 60 * $0 }
    let variances = stream.gaussians(count).map { 400 * $0 * $0 }
    let layer = BatchNormalization(gain: gain, offset: offset, means: means, variances: variances, inputSize: 1)
    var ends = 0
    for unit in 0..<count {
      let threshold = IntegerThreshold(layer, unit: unit, largest: largest)
      #expect((-largest...largest + 1).contains(threshold.value))
      if threshold.value == -largest || threshold.value == largest + 1 { ends += 1 }
      for sum in -largest...largest {
        let own = threshold.exchangesSigns ? -sum : sum
        #expect((own >= threshold.value) == layer.isPositive(Double(sum), unit: unit), "unit \(unit), sum \(sum)")
      }
    }
    #expect(ends > 2 && ends < count / 2)
  }

  /// Twenty parts of five epochs each.
  @Test func stopping() {
    let spread = [Double](repeating: 0.01, count: 100)
    func stop(_ errors: [Double]) -> Int { EarlyStopping.epochs(errors: errors, standardErrors: spread) }
    let falling = (1...100).map { 1 / Double($0) }
    #expect(stop(falling) == 100)
    // Within a standard error of the least to the end; beyond it from epoch 61 on.
    #expect(stop((1...100).map { $0 <= 40 ? 0.2 : 0.209 }) == 100)
    #expect(stop((1...100).map { $0 <= 60 ? 0.2 : 0.22 }) == 60)
    // One lucky epoch moves nothing, nor does a last one without luck.
    #expect(stop((1...100).map { $0 == 33 ? 0.17 : 0.2 }) == 100)
    #expect(stop((1...100).map { $0 == 100 ? 0.22 : 0.2 }) == 100)
    // Shorter than twenty epochs, each stands for itself; of a remainder the first part is short.
    #expect(EarlyStopping.epochs(errors: [0.5, 0.1, 0.3], standardErrors: [0, 0, 0]) == 2)
    #expect(
      EarlyStopping.epochs(
        errors: [Double](repeating: 0.1, count: 47) + [0.9], standardErrors: [Double](repeating: 0, count: 48)) == 46)
    #expect(EarlyStopping.epochs(errors: [0.5], standardErrors: [0.1]) == 1)
  }

  @Test func refusals() throws {
    for widths in [[], [0], [10, -1], [BinaryMapLimit.inputs + 1], [Int](repeating: 3, count: 16)] {
      #expect(throws: Refusal.self, "\(widths)") { try BinaryNetworkSetting(widths: widths) }
    }
    #expect(throws: Refusal.self) { try BinaryNetworkSetting(widths: [4], lastLayerBits: 9) }
    #expect(throws: Refusal.self) { try BinaryNetworkSetting(widths: [4], lastLayerBits: 0) }
    #expect(throws: Refusal.self) { try BinaryNetworkSetting(widths: [4], epochs: 0) }
  }

  /// The size that fits is named, and fits.
  @Test func memoryIsKnownBefore() throws {
    func message(_ memory: NetworkMemory, _ widths: [Int], _ limit: Int) -> String? {
      do {
        try memory.check(widths, memory: limit)
        return nil
      } catch { return (error as? Refusal)?.message }
    }
    let memory = NetworkMemory(trainings: 2, inputs: 784, outputs: 10, rows: 5000)
    #expect(message(memory, [512], 4 << 30) == nil)
    let large = try #require(message(memory, [20_000], 1 << 30))
    #expect(large.contains("20000 on 5000 rows takes about") && large.contains("this machine has"))
    let width = try #require(large.split(separator: "--width ").last?.split(separator: " ").first.flatMap { Int($0) })
    #expect(message(memory, [width], 1 << 30) == nil && message(memory, [width + 1], 1 << 30) != nil)
    // More weights than a file holds: 2²⁶.
    #expect(message(memory, [60_000, 60_000], .max)?.contains("at most 67108864; --width 7809x7809 fits") == true)
    #expect(
      message(NetworkMemory(trainings: 1, inputs: 784, outputs: 10, rows: 1 << 30), [1], 1 << 30)?.contains("--limit")
        == true)
  }
}

/// A number of the model file.
private enum BinaryMapLimit { static let inputs = 65_793 }

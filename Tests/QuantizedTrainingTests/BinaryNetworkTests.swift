import Activations
import DataFiles
import DataModels
import FeatureMaps
import Foundation
import LinearAlgebra
import PackedInference
import Quantization
import QuantizedTraining
import Testing

/// Binary networks from data to packed bits.
@Suite struct BinaryNetworkTests {
  /// The built-in digits: 1,200 train, 597 test.
  private static func digits() throws -> (training: LabeledData, test: LabeledData) {
    let data = try BuiltInData.digits()
    return (data.rows(Array(0..<1200)), data.rows(Array(1200..<data.sampleCount)))
  }

  private static func trained(
    _ setting: BinaryNetworkSetting, _ data: LabeledData, epochs: Int, seed: UInt64 = 83
  ) throws -> BinaryNetwork {
    var training = BinaryNetworkTraining(
      setting, try TrainingRows(data, shifts: setting.shifts), RandomStream(seed: seed))
    for _ in 0..<epochs { _ = training.epoch() }
    return training.finished()
  }

  /// Every hidden bit of every test row, layer by layer, and the scores up to Float32.
  private func expectSameBits(_ network: BinaryNetwork, _ test: LabeledData, bits: Int) throws {
    let folded = try FoldedNetwork(network)
    let samples = FloatMatrix(test.features)
    var packed = samples
    let hidden = network.hidden(samples)
    #expect(folded.map.layers.count == hidden.count)
    for (layer, trained) in zip(folded.map.layers, hidden) {
      packed = layer.features(of: packed)
      #expect(packed == trained)
      // Neither all alike nor a few rows only.
      let share = Double(trained.elements.count { $0 > 0 }) / Double(trained.elements.count)
      #expect(share > 0.2 && share < 0.8 && trained.rowCount == test.sampleCount)
    }
    let sums = packed.widened.timesTransposed(folded.weights.dequantized)
    let scores = network.scores(samples)
    for i in 0..<sums.rowCount {
      for k in 0..<sums.columnCount {
        let difference = abs(sums[i, k] + Double(folded.intercept[k]) - scores[i, k])
        #expect(difference < 1e-4 * max(1, abs(scores[i, k])))
      }
    }
    let largest = Double(1 << bits - 1)
    #expect(
      folded.weights.numbers.elements.allSatisfy {
        $0.magnitude <= largest && $0.truncatingRemainder(dividingBy: 2) != 0
      })
  }

  @Test(arguments: [1, 4, 8]) func packedBitsAreTheTrainedOnes(bits: Int) throws {
    let (training, test) = try Self.digits()
    let image = FeatureMaps.ImageShape(height: 8, width: 8)
    let setting = try BinaryNetworkSetting(
      widths: [40, 33], lastLayerBits: bits, epochs: 3, shifts: try Shifts(image: image, reach: 1))
    try expectSameBits(try Self.trained(setting, training, epochs: 3), test, bits: bits)
    // Real inputs, a range for each feature, some of them negative.
    var (real, other) = (training, test)
    for i in real.features.elements.indices {
      real.features.elements[i] = real.features.elements[i] / 3 - Double(i % 64) / 16
    }
    for i in other.features.elements.indices {
      other.features.elements[i] = other.features.elements[i] / 3 - Double(i % 64) / 16
    }
    let plain = try BinaryNetworkSetting(widths: [40], lastLayerBits: bits, optimizer: .sgd, epochs: 3)
    try expectSameBits(try Self.trained(plain, real, epochs: 3), other, bits: bits)
  }

  /// The second half of MNIST's file of 10,000: no bit of 5,000 images is another.
  @Test func packedBitsAreTheTrainedOnesOnImages() throws {
    #if DEBUG
      print("SKIPPED: MNIST takes minutes in a debug build; run it in release")
    #else
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("../shared/data/mnist").standardizedFileURL.path
      let images = folder + "/t10k-images-idx3-ubyte.gz"
      guard FileManager.default.fileExists(atPath: images) else {
        print("SKIPPED: MNIST is not beside the package, so binary networks were not tried on it")
        return
      }
      let data = try DataSource(path: images, target: folder + "/t10k-labels-idx1-ubyte.gz").load()
      let image = FeatureMaps.ImageShape(height: 28, width: 28)
      let setting = try BinaryNetworkSetting(
        widths: [96, 64], epochs: 2, shifts: try Shifts(image: image, reach: 1))
      let network = try Self.trained(setting, data.rows(Array(0..<5000)), epochs: 2)
      try expectSameBits(network, data.rows(Array(5000..<10_000)), bits: 8)
    #endif
  }

  private func error(_ network: BinaryNetwork, _ data: LabeledData) -> Double {
    guard case .classes(let labels, _) = data.targets else { return .nan }
    let found = Model.labels(of: network.scores(FloatMatrix(data.features)))
    return Double(zip(found, labels).count { $0 != $1 }) / Double(labels.count)
  }

  /// Every surrogate with both optimizers: nine tenths are wrong without learning.
  @Test(arguments: SurrogateGradients.names, NetworkOptimizer.allCases)
  func learnsDigits(surrogate: String, optimizer: NetworkOptimizer) throws {
    let (training, test) = try Self.digits()
    let setting = try BinaryNetworkSetting(
      widths: [48], surrogate: try #require(SurrogateGradients.named(surrogate)), optimizer: optimizer, epochs: 3)
    let found = error(try Self.trained(setting, training, epochs: 3), test)
    #expect(found < 0.5, "\(found)")
  }

  /// The same stream is the same network, to the bit; another is not.
  @Test func streamsDecide() throws {
    let data = try Self.digits().training.rows(Array(0..<100))
    let setting = try BinaryNetworkSetting(widths: [16], epochs: 2)
    func bits(_ seed: UInt64) throws -> FloatMatrix {
      try Self.trained(setting, data, epochs: 2, seed: seed).hidden(FloatMatrix(data.features))[0]
    }
    #expect(try bits(1) == bits(1))
    #expect(try bits(1) != bits(2))
  }

  /// One row, one feature that never varies: nothing to learn, nothing that traps or is no number.
  @Test func degenerateRows() throws {
    for rows in [1, 2, 7] {
      let data = try LabeledData(
        features: Matrix(rows: rows, columns: 2, repeating: 3.5),
        targets: .classes(labels: [Int](repeating: 0, count: rows), names: ["a", "b"]))
      let setting = try BinaryNetworkSetting(widths: [3, 2], epochs: 2)
      let network = try Self.trained(setting, data, epochs: 2)
      let scores = network.scores(FloatMatrix(data.features))
      #expect(scores.elements.allSatisfy { $0.isFinite })
      _ = try FoldedNetwork(network)
    }
  }
}

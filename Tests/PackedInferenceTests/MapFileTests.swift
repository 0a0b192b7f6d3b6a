import Activations
import FeatureMaps
import LinearAlgebra
import Messages
import PackedInference
import Testing

/// Models with a map: what is written can be read, and what cannot be is refused before a number is drawn.
@Suite struct MapFileTests {
  private func model(_ map: any FeatureMap) throws -> Model {
    let width = map.outputCount
    var stream = RandomStream(seed: 61).branch("weights", width)
    return try Model(
      map: map, layer: DenseLayer(Matrix(rows: 2, columns: width, elements: stream.gaussians(2 * width))),
      intercept: [0, 1], answer: .classes(["a", "b"]), provenance: "map")
  }

  private func variants(_ name: String) throws -> [Model] {
    let map = try SampleMaps.map(name)
    return [try model(map), try model(map.withStoredNumbers)]
  }

  /// A file whose section *map* holds these bytes.
  private func file(_ map: [UInt8]) throws -> [UInt8] {
    FileBuilder(parsing: ModelFile.encode(try model(SampleMaps.map("dense")))).with(8, map).bytes
  }

  private func message(_ map: [UInt8]) throws -> String? {
    let file = try file(map)
    return refusal { try ModelFile.decode(file) }
  }

  @Test(arguments: SampleMaps.names) func roundTrip(name: String) throws {
    let samples = SampleModels.samples(70, 16)
    for model in try variants(name) {
      let file = ModelFile.encode(model)
      let again = try ModelFile.decode(file)
      #expect(ModelFile.encode(again) == file)
      #expect(again.featureCount == 16 && again.map?.outputCount == model.layer.columnCount)
      #expect(try again.scores(samples) == model.scores(samples))
      #expect(try ModelFile.sections(of: file).last?.name == "map")
    }
  }

  /// Where the numbers come from changes no score, and bytes as one expects.
  @Test(arguments: SampleMaps.seeded) func seedsAndStoredNumbersAreOneModel(name: String) throws {
    let samples = SampleModels.samples(70, 16)
    let (seeded, stored) = (try variants(name)[0], try variants(name)[1])
    #expect(try seeded.scores(samples) == stored.scores(samples))
    #expect(ModelFile.encode(seeded) != ModelFile.encode(stored))
  }

  /// Every sample as alone: to the bit, but for Gaussian weights.
  @Test(arguments: SampleMaps.names) func samplesAreIndependent(name: String) throws {
    let samples = SampleModels.samples(70, 16)
    let model = try variants(name)[0]
    let together = try model.scores(samples)
    for i in [0, 3, 69] {
      let alone = model.scores(samples.row(i).map { Float($0) })
      for k in 0..<2 {
        let difference = (Double(alone[k]) - together[i, k]).magnitude
        #expect(name == "gaussian" ? difference < 1e-5 : difference == 0)
      }
    }
  }

  @Test(arguments: SampleMaps.names) func everyTruncationIsRefused(name: String) throws {
    for model in try variants(name) {
      let parts = FileBuilder(parsing: ModelFile.encode(model))
      let map = parts.content(8)
      for count in 1..<map.count {
        #expect(isRefused { try ModelFile.decode(parts.with(8, Array(map.prefix(count))).bytes) }, "\(count) bytes")
      }
      #expect(isRefused { try ModelFile.decode(parts.with(8, map + [0]).bytes) })
    }
  }

  #if DEBUG
    private static let damages = 100
  #else
    private static let damages = 300
  #endif

  /// Damaged sections of each map: refused, or a model that is written as the same bytes and runs.
  @Test(arguments: SampleMaps.names) func damageIsRefusedOrRuns(name: String) throws {
    var random = RandomStream(seed: 62).branch(name)
    let words: [UInt32] = [0, 1, 2, 17, 0xFFF, 1 << 24 + 1, 1 << 31, .max]
    for model in try variants(name) {
      let parts = FileBuilder(parsing: ModelFile.encode(model))
      for turn in 0..<Self.damages {
        var map = parts.content(8)
        if turn % 2 == 0, map.count >= 5 {
          let place = random.integer(below: map.count - 4)
          map.replaceSubrange(place..<place + 4, with: FileBuilder.little(words[random.integer(below: words.count)]))
        } else {
          map[random.integer(below: map.count)] ^= UInt8(1 + random.integer(below: 7))
        }
        let file = parts.with(8, map).bytes
        let message = refusal {
          let found = try ModelFile.decode(file)
          #expect(ModelFile.encode(found) == file, "\(turn)")
          return try found.scores(SampleModels.samples(2, found.featureCount))
        }
        #expect(message != "another error", "\(turn)")
      }
    }
  }

  /// A dense map with a seed of these outputs and inputs.
  private func dense(_ outputs: UInt32, _ inputs: UInt32) -> [UInt8] {
    [1, 1, 1] + [UInt8](repeating: 0, count: 7) + [0] + [1, 0] + [0, 4] + FileBuilder.little(outputs)
      + FileBuilder.little(inputs)
  }

  @Test func sentences() throws {
    let valid = try FileBuilder(parsing: ModelFile.encode(model(SampleMaps.map("dense")))).content(8)
    #expect(try message(valid) == nil)
    func changed(_ place: Int, _ byte: UInt8) throws -> String? {
      var map = valid
      map[place] = byte
      return try message(map)
    }
    #expect(try changed(0, 0) == "the map of the model has 0 layers; 1 to 16 are possible")
    #expect(try changed(0, 17) == "the map of the model has 17 layers; 1 to 16 are possible")
    #expect(try changed(0, 2)?.contains("ends early") == true)
    #expect(try changed(1, 7) == "the model has a map of kind 7, which this version does not know")
    #expect(
      try changed(2, 2)
        == "the map of the model is drawn from random streams of version 2, which this program does not know")
    #expect(try changed(13, 2)?.contains("weights of law 2") == true)
    #expect(try changed(14, 0)?.contains("activation 0") == true)
    #expect(try changed(14, 8)?.contains("activation 8") == true)
    #expect(try changed(15, 6) == "a map of 6 features does not fit a layer of 5 inputs")
    #expect(try changed(19, 0)?.contains("the inputs of a map must be between 1") == true)
  }

  /// Fifty bytes that ask for gigabytes of weights, or for a day of work: refused at once.
  @Test func declaredSizesAreNotBelieved() throws {
    let large: [UInt32] = [1 << 14, 1 << 20, 1 << 24, 1 << 28, .max]
    for outputs in large {
      for inputs in large { #expect(try message(dense(outputs, inputs)) != nil) }
    }
    #expect(try message(dense(5, 1 << 24))?.contains("more than 67108864 random numbers") == true)
    let seed = [UInt8](repeating: 0, count: 8) + [1, 0]
    // A convolution: 4,000 × 4,000 pixels, a filter of 2,000.
    let numbers: [UInt32] = [4000, 4000, 16, 2000, 1, 1]
    #expect(try message([1, 3, 1] + seed + [4, 0] + numbers.flatMap { FileBuilder.little($0) }) != nil)
    for k: UInt32 in [0, 1 << 16, 1 << 31, .max] {
      let conv: [UInt32] = [28, 28, 4, k, 2, 1]
      #expect(try message([1, 3, 1] + seed + [4, 0] + conv.flatMap { FileBuilder.little($0) }) != nil)
      let patch: [UInt32] = [28, 28, k, 4]
      #expect(try message([1, 4, 1] + seed + [4] + patch.flatMap { FileBuilder.little($0) }) != nil)
    }
    // A rotation that is no layer −1.
    #expect(try message([1, 5, 1] + seed + FileBuilder.little(UInt32(4)))?.contains("layer 0") == true)
  }

  /// A binary layer says what is wrong with it.
  @Test func sentencesOfBinaryLayers() throws {
    let map = try SampleMaps.binary(
      .levels(InputLevels(lows: [0, 1], steps: [1, 2])), 2, 2, [0, 511], 1)
    let valid = FileBuilder(parsing: ModelFile.encode(try model(map))).content(8)
    // Layers, kind, version, inputs, outputs, inputs; two lows, two steps; two rows of a byte; two thresholds of two.
    #expect(valid.count == 1 + 2 + 9 + 16 + 2 + 4)
    func changed(_ place: Int, _ bytes: [UInt8]) throws -> String? {
      var content = valid
      content.replaceSubrange(place..<place + bytes.count, with: bytes)
      let file = FileBuilder(parsing: ModelFile.encode(try model(map))).with(8, content).bytes
      return refusal { try ModelFile.decode(file) }
    }
    #expect(try changed(3, [1]) != nil)
    #expect(try changed(3, [3])?.contains("inputs of kind 3") == true)
    #expect(try changed(3, [0]) != nil)
    #expect(try changed(4, FileBuilder.little(UInt32(0)))?.contains("0 × 2 cannot be") == true)
    #expect(try changed(8, FileBuilder.little(UInt32(65_794)))?.contains("2 × 65794 cannot be") == true)
    #expect(try changed(8, FileBuilder.little(UInt32.max)) != nil)
    // The second range made equal to the first; a step of 0.
    #expect(
      try changed(16, [0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0x80, 0x3F])?.contains("one range must stand") == true)
    #expect(try changed(20, [0, 0, 0, 0])?.contains("positive steps") == true)
    #expect(try changed(28, [4])?.contains("must be 0") == true)
    // 512 is one too many: no sum of two levels is above 510. −510 is every sum.
    #expect(try changed(32, [0, 2])?.contains("from -510 to 511") == true)
    #expect(try changed(32, [2, 0xFE]) == nil)
    #expect(try changed(32, [1, 0xFE])?.contains("from -510 to 511") == true)
    // A seed.
    let seeded: [UInt8] = [1, 6, 1] + [UInt8](repeating: 0, count: 10) + valid.dropFirst(3)
    let file = FileBuilder(parsing: ModelFile.encode(try model(map))).with(8, seeded).bytes
    #expect(refusal { try ModelFile.decode(file) }?.contains("always stored") == true)
  }

  /// What no file could hold is no model.
  @Test func modelsThatCannotBeStored() throws {
    let far = try DenseMap(inputCount: 2, outputCount: 3, seed: 1, layer: 70_000)
    #expect(isRefused { try model(far) })
    let many = try DeepMap(inputCount: 2, widths: [Int](repeating: 2, count: 17), seed: 1)
    #expect(isRefused { try model(many) })
    #expect(isRefused { try model(DenseMap(inputCount: 2, outputCount: 2, activation: Cube(), seed: 1)) })
    #expect(isRefused { try model(DenseMap(inputCount: 1 << 13, outputCount: 1 << 14, seed: 1)) })
    #expect(
      isRefused {
        try Model(
          map: SampleMaps.map("dense"), layer: DenseLayer(Matrix(rows: 1, columns: 4)), intercept: [0], answer: .values)
      })
  }

  @Test func everyActivationHasANumber() throws {
    for activation in Activations.all {
      let map = try DenseMap(inputCount: 3, outputCount: 4, activation: activation, seed: 1)
      let again = try ModelFile.decode(ModelFile.encode(model(map)))
      #expect((again.map as? DenseMap)?.activation.name == activation.name)
    }
  }

  private struct Cube: Activation {
    let name = "cube"
    let isOdd = true
    func value(_ u: Double) -> Double { u * u * u }
    func apply(_ u: inout MutableSpan<Float>) { for i in u.indices { u[i] = u[i] * u[i] * u[i] } }
  }
}

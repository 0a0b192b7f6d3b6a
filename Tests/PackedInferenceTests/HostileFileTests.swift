import LinearAlgebra
import Messages
import PackedInference
import Testing

/// Damage at random over all forms of the catalog, before and behind the checksums.
@Suite struct HostileFileTests {
  /// Small models with and without each section, and wide thin ones, whose zeros are cheaper to list than to map.
  private func files() throws -> [[UInt8]] {
    try SampleModels.variants.map { ModelFile.encode(try SampleModels.model($0)) }
      + SampleLayers.formats.map { format in
        let layer = try SampleLayers.layer(
          format, SampleLayers.weights(2, 300, density: 0.01), scales: SampleLayers.scales(2))
        return ModelFile.encode(try Model(layer: layer, intercept: [0, 1], answer: .values))
      }
  }

  /// 10,000 files of which one to eight bytes are others: no checksum of 32 bits misses a change of up to
  /// four bytes in a row, and of longer ones one in four billion.
  @Test func damageIsRefused() throws {
    var random = RandomStream(seed: 24).branch("damage")
    let files = try files()
    for turn in 0..<10_000 {
      var file = files[turn % files.count]
      let original = file
      for _ in 0...random.integer(below: 8) {
        file[random.integer(below: file.count)] ^= UInt8(1 + random.integer(below: 255))
      }
      #expect(file == original || isRefused { try ModelFile.decode(file) }, "file \(turn)")
    }
  }

  /// 10,000 files damaged likewise, whose checksums are then made right: each is refused, or a model that
  /// is written as the same bytes and runs.
  @Test func damageBehindTheChecksumsIsRefusedOrRuns() throws {
    var random = RandomStream(seed: 24).branch("repaired")
    var accepted = 0
    let files = try files()
    for turn in 0..<10_000 {
      var builder = FileBuilder(parsing: files[turn % files.count])
      for _ in 0...random.integer(below: 3) {
        let s = random.integer(below: builder.sections.count)
        let place = random.integer(below: builder.sections[s].content.count)
        builder.sections[s].content[place] ^= UInt8(1 + random.integer(below: 255))
      }
      guard let model = accept(builder.bytes, "file \(turn)") else { continue }
      accepted += 1
      guard model.featureCount < 1 << 16 else { continue }
      let scores = try model.scores(SampleModels.samples(3, model.featureCount))
      #expect(scores.rowCount == 3 && scores.columnCount == model.layer.rowCount)
      #expect(model.layer.matrix.columnCount == model.featureCount)
    }
    #expect(accepted > 1000 && accepted < 9000)
  }

  /// Every form with shapes of up to 2³² and a few bytes behind them: no trap, and no memory for what is
  /// only declared. A wide layer without weights is a model.
  @Test(arguments: Layers.all.map { $0.code }) func shapesAreNotBelieved(form: UInt16) throws {
    var random = RandomStream(seed: 24).branch("shapes", Int(form))
    let sides: [UInt32] = [1, 2, 3, 1000, 1 << 16, 1 << 28, 1 << 28 + 1, 1 << 29, 1 << 31, .max]
    for rows in sides {
      for columns in sides {
        for turn in 0..<24 {
          let first: UInt8 = turn % 2 == 0 ? [0, 2, 4][turn % 3] : UInt8(random.integer(below: 256))
          let weights = [first] + (0..<random.integer(below: 40)).map { _ in UInt8(random.integer(below: 4) / 3) }
          let scales = [Float](repeating: 0.5, count: turn % 4 == 3 ? Int(min(rows, 40)) : turn % 4)
          var sections: [FileBuilder.Section] = [
            .init(kind: FileBuilder.shape, content: FileBuilder.shape(task: 1, rows, columns)),
            .init(kind: FileBuilder.weights, form: form, content: weights),
          ]
          if !scales.isEmpty { sections.append(.init(kind: FileBuilder.scales, content: FileBuilder.floats(scales))) }
          let intercept = [Float](repeating: 0, count: Int(min(rows, 40)))
          sections.append(.init(kind: FileBuilder.intercept, content: FileBuilder.floats(intercept)))
          _ = accept(FileBuilder(sections).bytes, "\(rows) × \(columns), turn \(turn)")
        }
      }
    }
  }

  /// The model in a file that holds one and is its only form; nil, with a sentence, for any other.
  private func accept(_ file: [UInt8], _ what: String) -> Model? {
    var model: Model?
    let message = refusal {
      model = try ModelFile.decode(file)
      return true
    }
    #expect(message != "another error", "\(what)")
    if let model { #expect(ModelFile.encode(model) == file, "\(what)") }
    return model
  }
}

import LinearAlgebra
import Messages
import PackedInference
import Testing

/// What a reader must accept, and all that it must refuse: in one sentence, never with a trap.
@Suite struct ModelFileTests {
  typealias Variant = SampleModels.Variant

  static func file(_ variant: Variant) throws -> [UInt8] { ModelFile.encode(try SampleModels.model(variant)) }

  private func message(_ file: [UInt8]) -> String? { refusal { try ModelFile.decode(file) } }

  // MARK: What is written can be read

  @Test(arguments: SampleModels.variants) func roundTrip(variant: Variant) throws {
    let model = try SampleModels.model(variant)
    let file = ModelFile.encode(model)
    let again = try ModelFile.decode(file)
    #expect(ModelFile.encode(again) == file)
    #expect(again.format == model.format && again.answer == model.answer && again.intercept == model.intercept)
    #expect(again.standardization == model.standardization && again.provenance == model.provenance)
    #expect(again.layer.matrix == model.layer.matrix && again.layer.scales == model.layer.scales)
    let samples = SampleModels.samples(10, model.featureCount)
    #expect(try again.scores(samples) == model.scores(samples))
  }

  /// The builder of these tests knows the layout, sections and checksums by itself.
  @Test(arguments: SampleModels.variants) func layoutIsAsSpecified(variant: Variant) throws {
    let file = try Self.file(variant)
    let parts = FileBuilder(parsing: file)
    #expect(parts.bytes == file)
    let listed = try ModelFile.sections(of: file)
    #expect(listed.map(\.byteCount) == parts.sections.map(\.content.count))
    #expect(listed.map(\.checksum) == parts.sections.map { FileBuilder.crc32($0.content) })
    let all = ["shape", "weights", "scales", "intercept", "labels", "standardization", "provenance"]
    #expect(listed.map(\.name) == parts.sections.map { all[Int($0.kind) - 1] })
    let hasScales = SampleLayers.hasScales(variant.format)
    #expect(
      listed.map(\.name)
        == all.filter {
          variant.isFull ? $0 != "scales" || hasScales : all.prefix(4).contains($0) && ($0 != "scales" || hasScales)
        })
    #expect(FileBuilder.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  // MARK: Damage

  @Test(arguments: SampleModels.variants) func everyTruncationIsRefused(variant: Variant) throws {
    let file = try Self.file(variant)
    for count in file.indices {
      #expect(isRefused { try ModelFile.decode(Array(file.prefix(count))) }, "after \(count) bytes")
      #expect(isRefused { try ModelFile.sections(of: Array(file.prefix(count))) }, "after \(count) bytes")
    }
  }

  @Test(arguments: SampleModels.variants) func everyFlippedBitIsRefused(variant: Variant) throws {
    var file = try Self.file(variant)
    for i in file.indices {
      for bit in 0..<8 {
        file[i] ^= 1 << UInt8(bit)
        #expect(isRefused { try ModelFile.decode(file) }, "bit \(bit) of byte \(i)")
        #expect(isRefused { try ModelFile.sections(of: file) }, "bit \(bit) of byte \(i)")
        file[i] ^= 1 << UInt8(bit)
      }
    }
  }

  @Test(arguments: SampleModels.variants) func trailingBytesAreRefused(variant: Variant) throws {
    let file = try Self.file(variant)
    #expect(message(file + [0]) == "after the sections of the model file come 1 bytes that do not belong")
    #expect(message(file + file) != nil)
  }

  @Test func otherFilesAreRefused() {
    #expect(message([]) == "this is not a model file: it does not begin with \"SIGNBIT\"")
    #expect(message(Array("PK\u{3}\u{4}".utf8)) == "this is not a model file: it does not begin with \"SIGNBIT\"")
    #expect(message(Array("SIGNBIT".utf8)) == "the model file ends within its first 8 bytes")
    #expect(message(Array("SIGNBIT2 and so on".utf8)) == "the model file has version 2; this program reads version 1")
    #expect(message(Array("SIGNBIT".utf8) + [0])?.contains("version -48") == true)
  }

  // MARK: Valid checksums over impossible contents

  /// Two classes of nine inputs in the sign form, with every section.
  private var parts: FileBuilder {
    FileBuilder([
      .init(kind: FileBuilder.shape, content: FileBuilder.shape(2, 9)),
      .init(kind: FileBuilder.weights, form: 2, content: [0b0101_0101, 1, 0b1100_0011, 0]),
      .init(kind: FileBuilder.scales, content: FileBuilder.floats([0.5, 2])),
      .init(kind: FileBuilder.intercept, content: FileBuilder.floats([0, 1])),
      .init(kind: FileBuilder.labels, content: [2, 0] + Array("no".utf8) + [3, 0] + Array("yes".utf8)),
      .init(
        kind: FileBuilder.standardization,
        content: FileBuilder.floats((0..<9).map { Float($0) } + [Float](repeating: 2, count: 9))),
      .init(kind: FileBuilder.provenance, content: Array("by hand".utf8)),
    ])
  }

  @Test func thePartsThemselvesAreValid() throws {
    let model = try ModelFile.decode(parts.bytes)
    #expect(ModelFile.encode(model) == parts.bytes)
    #expect(model.answer == .classes(["no", "yes"]))
    #expect(model.provenance == "by hand")
  }

  /// Sizes of 3 GB in a file of some hundred bytes: refused at once, and no memory is taken for them.
  @Test(arguments: 0..<7) func declaredSizesAreNotBelieved(section: Int) {
    for size: UInt32 in [3_000_000_000, .max, UInt32(Int32.max)] {
      var parts = parts
      parts.sections[section].declaredLength = size
      #expect(message(parts.bytes)?.contains("ends early: \(size) bytes were expected") == true)
    }
    var parts = parts
    parts.sections[section].declaredLength = 0
    #expect(isRefused { try ModelFile.decode(parts.bytes) })
  }

  @Test func sectionCountsAreNotBelieved() {
    for count: UInt32 in [0, 9, 1_000_000_000, .max] {
      var parts = parts
      parts.declaredCount = count
      #expect(message(parts.bytes)?.contains("between 1 and 8 are possible") == true)
    }
    for count: UInt32 in 1...6 {
      var parts = parts
      parts.declaredCount = count
      #expect(isRefused { try ModelFile.decode(parts.bytes) })
    }
    #expect(isRefused { try ModelFile.decode(FileBuilder([]).bytes) })
  }

  @Test func sectionsMustBeKnownAndInOrder() {
    var unknown = parts
    unknown.sections[6].kind = 9
    #expect(message(unknown.bytes) == "the model file has a section of kind 9, which this version does not know")
    unknown.sections[6].kind = 0
    #expect(message(unknown.bytes) == "the model file has a section of kind 0, which this version does not know")
    var twice = parts.without(FileBuilder.provenance)
    twice.sections.append(twice.sections[5])
    #expect(message(twice.bytes) == "the model file lists section standardization twice or out of order")
    var exchanged = parts
    exchanged.sections.swapAt(2, 3)
    #expect(message(exchanged.bytes) == "the model file lists section scales twice or out of order")
    for i in [0, 2, 3, 4, 5, 6] {
      var formed = parts
      formed.sections[i].form = 1
      #expect(message(formed.bytes)?.hasSuffix("and form 1") == true)
    }
    for i in 0..<7 {
      var empty = parts
      empty.sections[i].content = []
      #expect(message(empty.bytes)?.contains("has length 0") == true)
    }
  }

  @Test func sectionsMustBeThere() {
    #expect(message(parts.without(FileBuilder.shape).bytes) == "the model file has no section shape")
    #expect(message(parts.without(FileBuilder.weights).bytes) == "the model file has no section weights")
    #expect(message(parts.without(FileBuilder.intercept).bytes) == "the model file has no section intercept")
    #expect(message(parts.without(FileBuilder.labels).bytes) == "the model file has no section labels")
    #expect(message(parts.without(FileBuilder.scales).bytes) == "a sign layer of 2 rows needs 2 scales; found 0")
    #expect(message(parts.without(FileBuilder.standardization).bytes) == nil)
    #expect(message(parts.without(FileBuilder.provenance).bytes) == nil)
    // Values have no class names.
    let values = parts.with(FileBuilder.shape, FileBuilder.shape(task: 1, 2, 9))
    #expect(message(values.bytes) == "the model file has class names for a model without classes")
    #expect(message(values.without(FileBuilder.labels).bytes) == nil)
  }

  @Test(arguments: Array(0...20) + [0xFFFF] as [UInt16]) func formsMustBeKnown(form: UInt16) {
    let file = parts.with(FileBuilder.weights, form: form, parts.content(FileBuilder.weights)).bytes
    if form == 2 {
      #expect(message(file) == nil)
    } else if Layers.all.contains(where: { $0.code == form }) {
      #expect(isRefused { try ModelFile.decode(file) })
    } else {
      #expect(message(file) == "the model file stores its weights in form \(form), which this version does not know")
    }
  }

  /// For every form, with the few bytes of weights that are there.
  @Test(arguments: Layers.all.map { $0.code }) func shapesMustBePossible(form: UInt16) {
    let sides: [UInt32] = [0, 1, 1 << 15, 1 << 28, 1 << 28 + 1, 1 << 31, .max]
    for rows in sides {
      for columns in sides where !(rows == 1 && columns == 1) {
        for content: [UInt8] in [[0], [0, 0, 0, 0], [2, 0, 0, 0, 0], [4, 0, 0, 0, 0]] {
          for scales in [[], [1], [Float](repeating: 1, count: 64)] {
            let file = parts.with(FileBuilder.shape, FileBuilder.shape(rows, columns))
              .with(FileBuilder.weights, form: form, content).with(FileBuilder.scales, FileBuilder.floats(scales))
            #expect(
              isRefused { try ModelFile.decode((scales.isEmpty ? file.without(FileBuilder.scales) : file).bytes) })
          }
        }
      }
    }
    let absurd = parts.with(FileBuilder.shape, FileBuilder.shape(1 << 28, 1 << 28))
    #expect(message(absurd.bytes)?.contains("cannot be") == true)
    let task = parts.with(FileBuilder.shape, FileBuilder.shape(task: 2, 2, 9))
    #expect(message(task.bytes) == "the model file declares task 2; 0 and 1 are known")
    let long = parts.with(FileBuilder.shape, FileBuilder.shape(2, 9) + [0])
    #expect(message(long.bytes) == "after the shape come 1 bytes that do not belong")
    #expect(isRefused { try ModelFile.decode(parts.with(FileBuilder.shape, [0, 0, 0, 0]).bytes) })
  }

  @Test func paddingBitsMustBeZero() {
    let padded = parts.with(FileBuilder.weights, [0, 1, 0, 2])
    #expect(message(padded.bytes) == "row 2 of the signs has bits set after column 9; they must be 0")
  }

  @Test func numbersMustBeFiniteAndFit() {
    for wrong: Float in [.nan, .infinity, -.infinity] {
      #expect(
        message(parts.with(FileBuilder.scales, FileBuilder.floats([1, wrong])).bytes)
          == "stored number 2 of 2 is not finite")
      #expect(
        message(parts.with(FileBuilder.intercept, FileBuilder.floats([wrong, 1])).bytes)
          == "stored number 1 of 2 is not finite")
      let standard = [Float](repeating: 1, count: 17) + [wrong]
      #expect(
        message(parts.with(FileBuilder.standardization, FileBuilder.floats(standard)).bytes)
          == "stored number 18 of 18 is not finite")
      let dense = parts.without(FileBuilder.scales).with(
        FileBuilder.weights, form: 1, FileBuilder.floats([Float](repeating: 1, count: 17) + [wrong]))
      #expect(message(dense.bytes) == "stored number 18 of 18 is not finite")
      let halves = [UInt8](repeating: 0, count: 34) + FileBuilder.little(Float16(wrong).bitPattern)
      #expect(
        message(parts.without(FileBuilder.scales).with(FileBuilder.weights, form: 6, halves).bytes)
          == "weight 9 of row 2 is not finite; f16 weights must be")
    }
    for deviation: Float in [0, -1] {
      let standard = [Float](repeating: 1, count: 17) + [deviation]
      #expect(
        message(parts.with(FileBuilder.standardization, FileBuilder.floats(standard)).bytes)?.contains("does not fit")
          == true)
    }
    for kind in [FileBuilder.scales, FileBuilder.intercept, FileBuilder.standardization] {
      let content = parts.content(kind)
      #expect(isRefused { try ModelFile.decode(parts.with(kind, content.dropLast()).bytes) })
      #expect(isRefused { try ModelFile.decode(parts.with(kind, content.dropLast(4)).bytes) })
      #expect(isRefused { try ModelFile.decode(parts.with(kind, content + [0, 0, 0, 0]).bytes) })
    }
  }

  @Test func textsMustBeUTF8() {
    // A lone continuation byte, an overlong slash, a surrogate, a cut sequence.
    for bad: [UInt8] in [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
      let labels = [UInt8(bad.count), 0] + bad + [0, 0]
      #expect(
        message(parts.with(FileBuilder.labels, labels).bytes) == "class name 1 of the model file is not UTF-8 text")
      #expect(
        message(parts.with(FileBuilder.provenance, bad).bytes) == "the provenance of the model file is not UTF-8 text")
    }
  }

  @Test func labelsMustFit() {
    #expect(
      message(parts.with(FileBuilder.labels, [0, 0]).bytes) == "a layer of 2 rows needs as many class names; found 1")
    #expect(message(parts.with(FileBuilder.labels, [0, 0, 0, 0, 0, 0]).bytes)?.hasSuffix("found 3") == true)
    #expect(message(parts.with(FileBuilder.labels, [0, 0, 1, 0]).bytes)?.contains("ends early") == true)
    #expect(message(parts.with(FileBuilder.labels, [0, 0, 0]).bytes)?.contains("ends early") == true)
    #expect(message(parts.with(FileBuilder.labels, [0, 0, 0xFF, 0xFF, 65]).bytes)?.contains("ends early") == true)
    #expect(message(parts.with(FileBuilder.labels, [0, 0, 0, 0]).bytes) == nil)
  }

  @Test func provenanceIsCapped() {
    #expect(message(parts.with(FileBuilder.provenance, [UInt8](repeating: 65, count: 200)).bytes) == nil)
    #expect(
      message(parts.with(FileBuilder.provenance, [UInt8](repeating: 65, count: 201)).bytes)
        == "the provenance takes 201 bytes; at most 200 are allowed")
  }

  // MARK: Fuzz

  /// A file is refused, or it is exactly what the model in it is written as.
  private func isHarmless(_ file: [UInt8]) -> Bool {
    guard let model = try? ModelFile.decode(file) else { return isRefused { try ModelFile.decode(file) } }
    guard model.featureCount < 1 << 20 else { return false }
    return ModelFile.encode(model) == file
      && model.scores([Float](repeating: 1, count: model.featureCount)).count == model.layer.rowCount
  }

  private func bytes(_ random: inout RandomStream, _ count: Int) -> [UInt8] {
    random.words(count).map { UInt8(truncatingIfNeeded: $0) }
  }

  /// 2,000 files: random bytes, alone and after a valid beginning.
  @Test func randomBytes() {
    var random = RandomStream(seed: 23).branch("random-bytes")
    for i in 0..<2000 {
      let noise = bytes(&random, random.integer(below: 300))
      let valid = parts.bytes
      let file = i % 4 == 0 ? noise : Array(valid.prefix([8, 12, 16][i % 4 - 1])) + noise
      #expect(isHarmless(file), "file \(i)")
    }
  }

  /// 2,000 files of random sections whose checksums agree.
  @Test func randomSections() {
    var random = RandomStream(seed: 23).branch("random-sections")
    for i in 0..<2000 {
      var sections: [FileBuilder.Section] = []
      for kind: UInt16 in 1...7 where random.integer(below: 8) > 0 {
        let form = UInt16(kind == 2 ? random.integer(below: 20) : random.integer(below: 30) / 29)
        sections.append(.init(kind: kind, form: form, content: bytes(&random, random.integer(below: 40))))
      }
      let (rows, columns) = (UInt32(random.integer(below: 4)), UInt32(random.integer(below: 40)))
      var builder = FileBuilder(sections)
      if i % 2 == 0 {
        builder = builder.with(1, FileBuilder.shape(task: UInt32(random.integer(below: 2)), rows, columns))
      }
      #expect(isHarmless(builder.bytes), "file \(i)")
    }
  }

  /// 1,000 valid files of each variant with one to three bytes changed, inserted or removed, and their
  /// checksums made valid again. Some are valid models: the test also says that they are not all refused.
  @Test(arguments: SampleModels.variants) func changedBytes(variant: Variant) throws {
    var random = RandomStream(seed: 23).branch("changed-\(variant)")
    let valid = FileBuilder(parsing: try Self.file(variant))
    var accepted = 0
    for i in 0..<1000 {
      var builder = valid
      for _ in 0...random.integer(below: 3) {
        let s = random.integer(below: builder.sections.count)
        guard !builder.sections[s].content.isEmpty else { continue }
        let place = random.integer(below: builder.sections[s].content.count)
        switch random.integer(below: 8) {
        case 0: builder.sections[s].content.remove(at: place)
        case 1: builder.sections[s].content.insert(UInt8(random.integer(below: 256)), at: place)
        case 2: builder.sections[s].content[place] = UInt8(random.integer(below: 256))
        default: builder.sections[s].content[place] ^= 1 << UInt8(random.integer(below: 8))
        }
      }
      #expect(isHarmless(builder.bytes), "file \(i)")
      if (try? ModelFile.decode(builder.bytes)) != nil { accepted += 1 }
    }
    #expect(accepted > 0 && accepted < 1000)
  }
}

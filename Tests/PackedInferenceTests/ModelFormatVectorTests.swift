import Foundation
import LinearAlgebra
import PackedInference
import Testing

/// The test vectors of `Documentation/ModelFormat.md`: whole files, byte by byte.
@Suite struct ModelFormatVectorTests {
  @Test(arguments: ModelFormatVectors.all) func theModelIsWrittenSo(vector: ModelFormatVectors) throws {
    #expect(ModelFile.encode(try vector.model()) == vector.bytes)
  }

  /// Sums of a few multiples of 1/64: exact in any order.
  @Test(arguments: ModelFormatVectors.all) func theFileGivesTheScores(vector: ModelFormatVectors) throws {
    let model = try ModelFile.decode(vector.bytes)
    #expect(model.scores((0..<model.featureCount).map { Float($0 % 7 - 3) / 4 }) == vector.scores)
  }

  /// The document shows the same bytes and scores. Its dumps read: four digits of offset, bytes, meaning.
  @Test func theDocumentShowsTheSame() throws {
    let path = #filePath.replacing("Tests/PackedInferenceTests/ModelFormatVectorTests.swift", with: "")
    let text = try String(contentsOfFile: path + "Documentation/ModelFormat.md", encoding: .utf8)
    let chapters = text.components(separatedBy: "\n### ").dropFirst()
    #expect(chapters.map { String($0.prefix { $0 != "\n" }) } == ModelFormatVectors.all.map(\.name))
    for (chapter, vector) in zip(chapters, ModelFormatVectors.all) {
      var bytes: [UInt8] = []
      for line in chapter.split(separator: "\n") where line.wholeMatch(of: /[0-9A-F]{4}  [0-9A-F]{2}.*/) != nil {
        #expect(Int(line.prefix(4), radix: 16) == bytes.count)
        bytes += line.dropFirst(6).prefix(47).split(separator: " ").compactMap { UInt8($0, radix: 16) }
      }
      #expect(bytes == vector.bytes, "\(vector.name)")
      #expect(chapter.contains("scores: \(vector.scores.map { "\($0)" }.joined(separator: ", "))\n"))
    }
  }

  @Test func everyFormHasAVector() {
    #expect(Set(Layers.all.map { $0.format }).isSubset(of: ModelFormatVectors.all.map(\.format)))
  }
}

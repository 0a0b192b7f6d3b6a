import Compression
import ConvexFunctions
import Foundation
import LinearAlgebra
import PackedInference
import Testing

/// Damaged model files of every storage form, through every command that reads one.
@Suite struct HostileModelTests {
  private static let commands = [
    ["inspect"], ["evaluate", "animals.csv"], ["predict", "animals.csv", "--target", "kind"],
  ]

  private func command(_ words: [String], _ model: String) -> [String] { [words[0], model] + words.dropFirst() }

  /// Three classes of the animals' six features, a third of the weights zero.
  private func model(_ form: any StorageForm) throws -> [UInt8] {
    let weights = Matrix(rows: 3, columns: 6, elements: (0..<18).map { Double(($0 * 7) % 3 - 1) * 0.5 })
    // Some forms are nobody's default.
    let structure = Penalties.all.map(\.structure).first { form.suits($0) } ?? .smooth
    return ModelFile.encode(
      try Model(
        layer: form.layer(of: weights, structure: structure), intercept: [0, 0.25, -1],
        answer: .classes(["cat", "dog", "emu"]),
        standardization: .init(
          means: [Float](repeating: 0.1, count: 6), deviations: [Float](repeating: 2, count: 6)),
        provenance: "by hand"))
  }

  @Test(arguments: StorageForms.all.map(\.name)) func damagedFiles(form: String) throws {
    let file = try model(try #require(StorageForms.named(form)))
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write(Data(file), to: "good.signbit")
      for words in Self.commands {
        _ = try Program.expectOrderly(command(words, "good.signbit"), in: folder, codes: [0], bytes: 5000)
      }
      var numbers = Samples.Numbers(state: 33)
      func below(_ count: Int) -> Int { min(count - 1, Int((numbers.next() + 1) / 2 * Double(count))) }
      var damaged: [[UInt8]] = [[], file + [0], file + file, Array(file.dropLast()), Array(file.prefix(16))]
      for _ in 0..<6 { damaged.append(Array(file.prefix(below(file.count)))) }
      for _ in 0..<12 {
        var copy = file
        copy[below(file.count)] ^= 1 << UInt8(below(8))
        damaged.append(copy)
      }
      for (turn, bytes) in damaged.enumerated() {
        try folder.write(Data(bytes), to: "bad.signbit")
        let outcome = try Program.expectOrderly(
          command(Self.commands[turn % 3], "bad.signbit"), in: folder, codes: [3], bytes: bytes.count + 5000)
        #expect(outcome.error.contains("bad.signbit") && outcome.output.isEmpty, "turn \(turn)")
      }
    }
  }

  /// Three gigabytes declared in a file of a kilobyte, with the checksum of the table made right.
  @Test(arguments: StorageForms.all.map(\.name)) func declaredGigabytes(form: String) throws {
    let file = try model(try #require(StorageForms.named(form)))
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      for section in 0..<Int(file[8]) {
        var copy = file + [UInt8](repeating: 0, count: max(0, 1024 - file.count))
        let entry = 16 + 12 * section
        copy.replaceSubrange(entry + 4..<entry + 8, with: little(3_000_000_000))
        copy.replaceSubrange(12..<16, with: little(crc32(copy[16..<16 + 12 * Int(file[8])])))
        try folder.write(Data(copy), to: "big.signbit")
        let outcome = try Program.expectOrderly(
          command(Self.commands[section % 3], "big.signbit"), in: folder, codes: [3], bytes: 5000)
        #expect(outcome.error.contains("3000000000 bytes were expected"), "section \(section): \(outcome.error)")
      }
      // A shape of 2²⁸ × 2 behind right checksums.
      var copy = file
      let content = 16 + 12 * Int(file[8])
      copy.replaceSubrange(content + 4..<content + 8, with: little(1 << 28))
      copy.replaceSubrange(content + 8..<content + 12, with: little(2))
      copy.replaceSubrange(24..<28, with: little(crc32(copy[content..<content + 12])))
      copy.replaceSubrange(12..<16, with: little(crc32(copy[16..<content])))
      try folder.write(Data(copy), to: "wide.signbit")
      for words in Self.commands {
        _ = try Program.expectOrderly(command(words, "wide.signbit"), in: folder, codes: [3], bytes: 5000)
      }
    }
  }

  private func little(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }

  /// CRC-32 bit by bit, as RFC 1952 defines it.
  private func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~crc
  }
}

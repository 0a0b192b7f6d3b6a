import DataFiles
import DataModels
import Foundation
import LinearAlgebra
import Messages
import Testing

/// Damaged files of every format load or are refused in one sentence; nothing traps.
@Suite struct HostileTests {
  /// Nil where the content loads.
  private func outcome(_ content: [UInt8], _ path: String) throws -> Refusal? {
    // Many thousand files: nothing needs to reach the disk.
    try Data(content).write(to: URL(fileURLWithPath: path))
    return refusal { try DataSource(path: path).load() }
  }

  @Test(arguments: HostileFile.all) func theSoundFileLoads(_ file: HostileFile) throws {
    try withFolder { folder in
      let refused = try outcome(file.content, folder + "/" + file.name)
      #expect(refused == nil)
    }
  }

  @Test(arguments: HostileFile.all) func everyTruncation(_ file: HostileFile) throws {
    try withFolder { folder in
      let path = folder + "/" + file.name
      for length in 0..<file.content.count {
        let refused = try outcome(Array(file.content[..<length]), path)
        #expect(refused == nil || isClear(refused, naming: folder), "\(length): \(String(describing: refused))")
        if file.isSelfDelimiting { #expect(refused != nil, "length \(length)") }
      }
    }
  }

  @Test(arguments: HostileFile.all) func randomBytesChanged(_ file: HostileFile) throws {
    var random = RandomStream(seed: 11).branch("flips \(file.name)")
    try withFolder { folder in
      let path = folder + "/" + file.name
      for _ in 0..<2000 {
        let words = random.words(9)
        var damaged = file.content
        for k in 0...Int(words[8] % 4) {
          damaged[Int(words[2 * k]) % damaged.count] = UInt8(truncatingIfNeeded: words[2 * k + 1])
        }
        let refused = try outcome(damaged, path)
        #expect(refused == nil || isClear(refused, naming: folder), "\(damaged): \(String(describing: refused))")
      }
    }
  }

  @Test(arguments: HostileFile.all) func whatFollowsTheEndIsNoticed(_ file: HostileFile) throws {
    guard file.isSelfDelimiting else { return }
    try withFolder { folder in
      let path = folder + "/" + file.name
      let refused = try outcome(file.content + [7], path)
      #expect(isClear(refused, naming: path))
    }
  }

  @Test(arguments: [
    "{", "{\"a\":" + String(repeating: "[", count: 5000), "{\"a\":{\"dtype\":\"F32\"}}",
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x"#,
    #"{"a":{"dtype":"F32","shape":[3000000000],"data_offsets":[0,12000000000]}}"#,
    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#,
    #"{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"#, #"{"__metadata__":{"a":{}}}"#,
  ])
  func headersOfTensors(_ header: String) throws {
    let content = safetensors(header, [UInt8](repeating: 0, count: 8))
    let refused = refusal {
      let archive = try ArrayArchive(FileBytes(name: "t.safetensors", content: content))
      _ = try archive.array("a")
    }
    #expect(isClear(refused, naming: "t.safetensors"), "\(String(describing: refused))")
  }

  @Test(arguments: [
    // Encrypted; a method of the future; patched.
    (6, 1, "encrypted"), (8, 12, "method 12"), (6, 32, "encrypted"),
  ])
  func zipsOfOtherKinds(_ offset: Int, _ value: UInt8, _ words: String) throws {
    var content = DataFileVectorTests.content(DataFileVectors.compressed)
    let directory = content.indices.first { content[$0...].starts(with: [0x50, 0x4B, 1, 2]) }!
    content[directory + 2 + offset] = value
    let refused = refusal { try ArrayArchive(FileBytes(name: "t.npz", content: content)) }
    #expect(isClear(refused, naming: "t.npz") && refused?.message.contains(words) == true)
  }

  @Test func dividedAndForeignZips() throws {
    var content = DataFileVectorTests.content(DataFileVectors.compressed)
    content[content.count - 18] = 1
    let divided = refusal { try ArrayArchive(FileBytes(name: "t.npz", content: content)) }
    #expect(divided?.message.contains("divided") == true)
    let empty: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
    #expect(isClear(refusal { try ArrayArchive(FileBytes(name: "t.zip", content: empty)) }, naming: "t.zip"))
    #expect(
      refusal { try ArrayArchive(FileBytes(name: "t.csv", content: bytes("1,2\n"))) }?.message.contains("npz") == true)
  }

  @Test func oneByOneAndConstantColumns() throws {
    try withFolder { folder in
      for (name, content) in [
        ("a.csv", bytes("0,5\n")), ("a.tsv", bytes("0\t5\n")), ("a.npy", npy("|u1", "(1, 2)", [0, 5])),
        ("a.idx", [0, 0, 8, 2] + bigEndian(1) + bigEndian(2) + [0, 5]), ("a.svm", bytes("5 1:0\n")),
      ] as [(String, [UInt8])] {
        try AtomicFile.write(content, to: folder + "/" + name)
        let data = try DataSource(path: folder + "/" + name, task: .regress).load()
        #expect(data.features == Matrix(rows: 1, columns: 1) && data.sampleCount == 1, "\(name)")
        #expect(data.targets == .values(Matrix(rows: 1, columns: 1, repeating: 5)), "\(name)")
      }
    }
  }
}

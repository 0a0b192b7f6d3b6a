import Foundation
import Testing

private let pythonPath = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// Files that declare gigabytes, or unpack to them, cost what their bytes allow: 64 times those and 100 MB.
@Suite(.enabled(if: pythonPath != nil, "python3 was not found: nothing measures the memory of a program"))
struct MemoryTests {
  /// Runs `signbit compress` and says how it ended and the most memory that it held, in bytes.
  ///
  /// The system counts what a process held before it became another program; a small one must stand between this
  /// one, which tests have made large, and `signbit`.
  private func compress(_ name: String, in folder: Scratch) throws -> (status: Int, peak: Int) {
    let script = """
      import resource, subprocess, sys
      status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
      print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      """
    let outcome = try Program.process(
      ["-c", script, Program.path, "compress", name], in: folder, executable: pythonPath!
    ).finish()
    let numbers = outcome.text.split { $0.isWhitespace }.compactMap { Int($0) }
    try #require(numbers.count == 2, "\(outcome.error)")
    return (numbers[0], numbers[1] * 1024)
  }

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func npy(_ shape: String) -> [UInt8] {
    let header = Array("{'descr': '|u1', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + little(header.count, 2) + header
  }

  /// CRC-32, as zip has it.
  private func checksum(_ content: [UInt8]) -> Int {
    var crc = ~UInt32(0)
    for byte in content {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return Int(~crc)
  }

  /// A zip archive with one entry whose unpacked size is declared at will.
  private func zip(_ content: [UInt8], isDeflated: Bool = false, size: Int) -> [UInt8] {
    let name = Array("X.npy".utf8)
    // Deflate data of one block that is stored as it is.
    let block = [1] + little(content.count, 2) + little(~content.count, 2) + content
    let packed = isDeflated ? block : content
    var middle = little(isDeflated ? 8 : 0, 2) + little(0, 4) + little(checksum(content), 4)
    middle += little(packed.count, 4) + little(size, 4) + little(name.count, 2)
    var file: [UInt8] = [0x50, 0x4B, 3, 4] + little(20, 2) + little(0, 2)
    file += middle + little(0, 2) + name + packed
    var entry: [UInt8] = [0x50, 0x4B, 1, 2] + little(20, 2) + little(20, 2) + little(0, 2)
    entry += middle + little(0, 16) + name
    var end: [UInt8] = [0x50, 0x4B, 5, 6] + little(0, 4) + little(1, 2) + little(1, 2)
    end += little(entry.count, 4) + little(file.count, 4) + little(0, 2)
    return file + entry + end
  }

  @Test func declaredGigabytes() throws {
    let padding = [UInt8](repeating: 1, count: 900)
    let tensors = Array(#"{"X":{"dtype":"U8","shape":[3000000,1000],"data_offsets":[0,3000000000]}}"#.utf8)
    let files: [(String, [UInt8])] = [
      ("a.npy", npy("(3000000, 1000)") + padding),
      ("a.idx", [0, 0, 8, 2, 0, 0x2D, 0xC6, 0xC0, 0, 0, 3, 0xE8] + padding),
      ("inner.npz", zip(npy("(3000000, 1000)") + padding, size: npy("(3000000, 1000)").count + 900)),
      ("outer.npz", zip(npy("(3, 1)") + [1, 2, 3], isDeflated: true, size: 3_000_000_000)),
      ("a.safetensors", little(tensors.count, 8) + tensors + padding),
      ("a.svm", Array("1 1:1\n-1 375000000:1\n".utf8) + [UInt8](repeating: 10, count: 900)),
    ]
    try Scratch.with { folder in
      for (name, content) in files {
        try folder.write(Data(content), to: name)
        let (status, peak) = try compress(name, in: folder)
        #expect(status == 3, "\(name)")
        #expect(peak <= 64 * content.count + 100_000_000, "\(name): \(peak)")
      }
    }
  }

  @Test func gigabytesThatUnpack() throws {
    try Scratch.with { folder in
      let made = try Program.shell(
        "head -c 1000000000 /dev/zero | gzip -9 > bomb.csv.gz && test -s bomb.csv.gz", in: folder)
      try #require(made.status == 0, "\(made.error)")
      let size = try folder.read("bomb.csv.gz").count
      let (status, peak) = try compress("bomb.csv.gz", in: folder)
      #expect(status == 3 && peak <= 64 * size + 100_000_000, "\(status), \(peak) for \(size)")
    }
  }
}

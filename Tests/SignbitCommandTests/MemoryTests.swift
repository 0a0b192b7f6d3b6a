import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that declare gigabytes, or unpack to them, cost what their bytes allow: 64 times those and 100 MB.
@Suite struct MemoryTests {
  /// Runs `signbit compress` and says how it ended and the most memory that it held, in bytes.
  private func compress(_ path: String) throws -> (status: Int32, peak: Int) {
    let arguments = [Program.path, "compress", path, "--out", path + ".out"]
    var strings: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream in [Int32(1), 2] { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0) }
    var child = pid_t()
    try #require(posix_spawn(&child, Program.path, &actions, nil, &strings, environ) == 0)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 { try #require(errno == EINTR) }
    // What WIFEXITED and WEXITSTATUS compute.
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, usage.ru_maxrss * 1024)
  }

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func npy(_ shape: String) -> [UInt8] {
    let header = Array("{'descr': '|u1', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + little(header.count, 2) + header
  }

  private func checksum(_ content: [UInt8]) -> Int {
    var crc = ~UInt32(0)
    for byte in content {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
    }
    return Int(~crc)
  }

  /// A zip archive with one entry whose unpacked size is declared at will.
  private func zip(_ content: [UInt8], method: Int, size: Int) -> [UInt8] {
    let name = Array("X.npy".utf8)
    let middle =
      little(0, 4) + little(checksum(content), 4) + little(content.count, 4) + little(size, 4) + little(name.count, 2)
    let local = [0x50, 0x4B, 3, 4] + little(20, 2) + little(0, 2) + little(method, 2) + middle + little(0, 2) + name
    let entry =
      [0x50, 0x4B, 1, 2] + little(20, 2) + little(20, 2) + little(0, 2) + little(method, 2) + middle + little(0, 14)
      + little(0, 2) + name
    return local + content + entry + [0x50, 0x4B, 5, 6] + little(0, 4) + little(1, 2) + little(1, 2)
      + little(entry.count, 4) + little(local.count + content.count, 4) + little(0, 2)
  }

  @Test func declaredGigabytes() throws {
    let padding = [UInt8](repeating: 1, count: 900)
    let tensors = Array(#"{"X":{"dtype":"U8","shape":[3000000,1000],"data_offsets":[0,3000000000]}}"#.utf8)
    let files: [(String, [UInt8])] = [
      ("a.npy", npy("(3000000, 1000)") + padding),
      ("a.idx", [0, 0, 8, 2, 0, 0x2D, 0xC6, 0xC0, 0, 0, 3, 0xE8] + padding),
      ("inner.npz", zip(npy("(3000000, 1000)") + padding, method: 0, size: npy("(3000000, 1000)").count + 900)),
      ("outer.npz", zip(npy("(3, 1)") + [1, 2, 3], method: 8, size: 3_000_000_000)),
      ("a.safetensors", little(tensors.count, 8) + tensors + padding),
      ("a.svm", Array("1 1:1\n-1 375000000:1\n".utf8) + [UInt8](repeating: 10, count: 900)),
    ]
    try Scratch.with { folder in
      for (name, content) in files {
        try folder.write(Data(content), to: name)
        let (status, peak) = try compress(folder.full(name))
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
      let (status, peak) = try compress(folder.full("bomb.csv.gz"))
      #expect(status == 3 && peak <= 64 * size + 100_000_000, "\(status), \(peak) for \(size)")
    }
  }
}

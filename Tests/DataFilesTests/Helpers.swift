import DataFiles
import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The refusal that the work ends in; nil when it succeeds. Any other error is a test failure by itself.
func refusal<Result>(_ work: () throws -> Result) -> Refusal? {
  do {
    _ = try work()
    return nil
  } catch {
    return error as? Refusal ?? Refusal(.failure, "not a refusal: \(error)")
  }
}

/// Whether a refusal is one sentence that begins with the name of the file.
func isClear(_ refusal: Refusal?, naming name: String, kind: Refusal.Kind = .input) -> Bool {
  guard let refusal else { return false }
  return refusal.kind == kind && refusal.message.hasPrefix(name) && !refusal.message.contains("\n")
    && refusal.message.count < 400
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func file(_ text: String, name: String = "t.csv") throws -> FileBytes {
  try FileBytes(name: name, content: bytes(text))
}

func bigEndian(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

/// An npy file by hand.
func npy(_ descr: String, _ shape: String, _ data: [UInt8], fortran: Bool = false, version: UInt8 = 1) -> [UInt8] {
  let header = bytes("{'descr': '\(descr)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }\n")
  let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
  return [0x93] + bytes("NUMPY") + [version, 0] + length + header + data
}

/// Gzip without compression: one stored block.
func gzip(_ content: [UInt8]) -> [UInt8] {
  var crc: UInt32 = ~0
  for byte in content {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
  func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  let size = UInt32(content.count)
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(size, 2) + little(~size, 2) + content + little(~crc, 4)
    + little(size, 4)
}

/// A folder for one test, removed afterwards.
func withFolder(_ work: (String) throws -> Void) throws {
  var template = Array("/tmp/signbit-tests-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw Refusal(.failure, "no temporary folder") }
  let folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  defer {
    for name in names(in: folder) {
      for inner in names(in: folder + "/" + name) { remove(folder + "/" + name + "/" + inner) }
      remove(folder + "/" + name)
    }
    remove(folder)
  }
  try work(folder)
}

/// The files in a folder, sorted.
func names(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var found: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { found.append(name) }
  }
  return found.sorted()
}

/// Does work while no file of this process may grow beyond a size.
func withFileSizeLimit<Result>(_ size: Int, _ work: () -> Result) -> Result {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
    let resource = RLIMIT_FSIZE
  #endif
  // Without this the system ends the program instead of reporting an error.
  signal(SIGXFSZ, SIG_IGN)
  var usual = rlimit()
  getrlimit(resource, &usual)
  var tight = usual
  tight.rlim_cur = rlim_t(size)
  setrlimit(resource, &tight)
  defer { setrlimit(resource, &usual) }
  return work()
}

let homeFolder = getenv("HOME").map { String(cString: $0) } ?? ""

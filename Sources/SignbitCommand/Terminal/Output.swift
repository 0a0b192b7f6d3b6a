import DataFiles
import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system call, apart from the methods of that name here.
func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }

/// Where results go: standard output or a file that appears whole.
enum Output {
  /// Sends what was printed on its way; a full disk behind standard output is noticed only here.
  static func finish() throws {
    guard fflush(nil) == 0 else {
      throw Refusal.failure("standard output: cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    guard path == "-" else { return try AtomicFile.write(bytes, to: path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw Refusal.failure("standard output was closed after \(bytes.count - rest.count) of \(bytes.count) bytes")
      }
      rest = rest.dropFirst(written)
    }
  }
}

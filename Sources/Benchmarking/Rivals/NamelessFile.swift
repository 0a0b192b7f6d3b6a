import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A temporary file that has no name any more: a child inherits it and opens `path`; however this program ends,
/// nothing is left of it.
final class NamelessFile {
  let descriptor: CInt
  /// Where a child finds it.
  var path: String { "/dev/fd/\(descriptor)" }

  init(_ bytes: [UInt8] = []) throws {
    var template = Array("\(Self.folder)/signbit-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw Refusal.failure("\(Self.folder): no temporary file can be made: \(String(cString: strerror(errno)))")
    }
    unlink(template)
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress! + position, $0.count - position, off_t(position))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw Refusal.failure("\(Self.folder): a temporary file cannot be written: \(String(cString: strerror(errno)))")
      }
      position += count
    }
  }

  deinit { close(descriptor) }

  /// What is in it now.
  var content: [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return [] }
    let size = Int(status.st_size)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = pread(descriptor, buffer.baseAddress! + count, size - count, off_t(count))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { return }
        count += read
      }
    }
  }

  private static let folder = "/tmp"
}

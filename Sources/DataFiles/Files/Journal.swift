import Messages
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file to which lines are appended one by one, so that finished parts of long work outlive an interrupt.
///
/// A line that was cut off by a kill is not there for the next reader.
public final class Journal: Sendable {
  public let path: String
  /// The whole lines that the file had when it was opened.
  public let lines: [String]
  private let descriptor: Mutex<CInt>

  /// Opens a journal, or begins one.
  ///
  /// - Throws: a `Refusal` of kind `failure` where it cannot be read or written.
  public init(path: String) throws {
    self.path = path
    let before = FileBytes.exists(path) ? try FileBytes(path: path).bytes : []
    let whole = before.lastIndex(of: UInt8(ascii: "\n")).map { before[...$0] } ?? []
    lines = String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
    let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw Self.failure(path) }
    descriptor = Mutex(opened)
    // What was cut off must not become the beginning of the next line.
    if whole.count < before.count { _ = ftruncate(opened, off_t(whole.count)) }
  }

  deinit { descriptor.withLock { _ = close($0) } }

  /// Appends a line; from any thread.
  ///
  /// - Precondition: the line has no line feed.
  public func append(_ line: String) throws {
    let bytes = Array((line + "\n").utf8)
    try descriptor.withLock { descriptor in
      guard systemAppend(descriptor, bytes) else { throw Self.failure(path) }
    }
  }

  /// Removes the file: its work is done.
  public func remove() { unlink(path) }

  private static func failure(_ path: String) -> Refusal {
    .failure("\(path): cannot be written: \(System.text(of: System.lastError))")
  }
}

/// All bytes in one call, so that a kill cannot come between them.
private func systemAppend(_ descriptor: CInt, _ bytes: [UInt8]) -> Bool {
  bytes.withUnsafeBytes { buffer in System.retrying { write(descriptor, buffer.baseAddress!, buffer.count) } }
    == bytes.count
}

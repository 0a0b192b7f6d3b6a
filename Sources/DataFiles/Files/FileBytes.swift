public import LinearAlgebra
import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The content of one file, read whole and inflated when it is gzip.
///
/// Goals, in this order: never trust a declared size; say plainly what is wrong; be fast.
/// Memory grows only with bytes that were really read (gzip's own size field is never looked at), so a file of a few
/// bytes that promises gigabytes costs a few bytes, and one that unpacks to gigabytes is refused: beyond 64 times
/// the compressed size and 64 MiB (`Inflation`).
public struct FileBytes: Sendable, Equatable {
  /// The name to use in messages: the path, or "standard input".
  public let name: String
  public let bytes: [UInt8]

  /// The most that is read, or inflated, unless the caller says otherwise: a quarter of the memory of this
  /// machine, for the array grows by copies and numbers take more room than their text.
  public static var defaultLimit: Int { physicalMemory / 4 }

  /// Reads a file, a pipe or, for "-", standard input.
  ///
  /// - Parameter limit: the most bytes to hold, before and after inflating; what is larger is refused.
  /// - Throws: a `Refusal` of kind `input` for a missing file, a folder, a device, missing
  ///   permission, damaged or truncated gzip and content above the limit.
  public init(path: String, limit: Int = FileBytes.defaultLimit) throws {
    let name = path == "-" ? "standard input" : path
    let descriptor: CInt
    if path == "-" {
      descriptor = 0
    } else {
      descriptor = try Self.open(path)
    }
    defer { if path != "-" { close(descriptor) } }
    self = try FileBytes(name: name, content: Self.readAll(descriptor, name: name, limit: limit), limit: limit)
  }

  /// Content that is already in memory; inflated when it begins like gzip.
  public init(name: String, content: [UInt8], limit: Int = FileBytes.defaultLimit) throws {
    self.name = name
    guard content.starts(with: [0x1F, 0x8B]) else {
      bytes = content
      return
    }
    let limit = min(limit, Inflation.limit(forCompressed: content.count))
    bytes = try Inflation(name: name, wrapping: .gzip, limit: limit).all(content[...])
  }

  /// Whether something can be read under this path: a file or a pipe, not a folder.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }

  private static func open(_ path: String) throws -> CInt {
    guard !path.isEmpty else { throw Refusal.input("the path of a file is empty; name a file") }
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = System.lastError
      throw Refusal.input(
        code == ENOENT
          ? "\(path): there is no such file; check the path" : "\(path): cannot be read: \(System.text(of: code))")
    }
    // A device such as /dev/zero never ends; a folder has no bytes.
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO, S_IFSOCK: break
    case S_IFDIR: throw Refusal.input("\(path): is a folder; name one file inside it")
    default: throw Refusal.input("\(path): is a device; name a file, or - for standard input")
    }
    let descriptor = CInt(System.retrying { Int(Self.openForReading(path)) })
    guard descriptor >= 0 else {
      throw Refusal.input("\(path): cannot be opened: \(System.text(of: System.lastError))")
    }
    return descriptor
  }

  /// The system's `open`, under a name that does not collide with ours.
  private static func openForReading(_ path: String) -> CInt {
    #if canImport(Glibc)
      Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #elseif canImport(Musl)
      Musl.open(path, O_RDONLY | O_CLOEXEC)
    #else
      Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #endif
  }

  private static func readAll(_ descriptor: CInt, name: String, limit most: Int) throws -> [UInt8] {
    var status = stat()
    var content: [UInt8] = []
    var limit = most
    let isKnown = fstat(descriptor, &status) == 0
    // Standard input may be a device: nobody types more than this, and /dev/zero never ends.
    if isKnown, status.st_mode & S_IFMT == S_IFCHR { limit = min(limit, deviceLimit) }
    if isKnown, status.st_mode & S_IFMT == S_IFREG {
      guard Int(status.st_size) <= limit else { throw tooLarge(name, limit) }
      // The length of a regular file saves copies, but a sparse file can claim any: believe 1 GiB.
      content.reserveCapacity(min(Int(status.st_size), 1 << 30) + 1)
    }
    return try withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 16) { buffer in
      while true {
        let count = System.retrying { read(descriptor, buffer.baseAddress!, chunk) }
        guard count >= 0 else {
          throw Refusal.input("\(name): reading stopped: \(System.text(of: System.lastError))")
        }
        if count == 0 { return content }
        guard content.count + count <= limit else { throw tooLarge(name, limit) }
        content.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    }
  }

  private static let chunk = 1 << 18
  private static let deviceLimit = 1 << 24

  private static func tooLarge(_ name: String, _ limit: Int) -> Refusal {
    .input("\(name): holds more than \(NumberText.bytes(limit)), the most that is read here; use fewer rows")
  }
}

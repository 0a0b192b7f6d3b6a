import CGzip
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
/// Memory grows only with bytes that were really read (gzip's own size field is never looked at),
/// so a file of a few bytes that promises gigabytes costs a few bytes.
public struct FileBytes: Sendable, Equatable {
  /// The name to use in messages: the path, or "standard input".
  public let name: String
  public let bytes: [UInt8]

  /// The most that is read, or inflated, unless the caller says otherwise: a quarter of the memory of this
  /// machine, for the array grows by copies and numbers take more room than their text.
  public static var defaultLimit: Int { System.memory / 4 }

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
    bytes = content.starts(with: [0x1F, 0x8B]) ? try Self.inflated(content, name: name, limit: limit) : content
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

  private static func inflated(_ content: [UInt8], name: String, limit: Int) throws -> [UInt8] {
    guard gzip_is_available() else {
      throw Refusal.input(
        "\(name): is compressed and zlib (libz.so.1) was not found on this machine; decompress it with gunzip")
    }
    guard let inflater = gzip_start() else { throw Refusal.failure("\(name): no memory left to decompress it") }
    defer { gzip_finish(inflater) }
    var result: [UInt8] = []
    return try withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 16) { raw in
      let room = raw.bindMemory(to: UInt8.self)
      return try content.withUnsafeBufferPointer { input in
        var position = 0
        while true {
          var consumed = 0
          var produced = 0
          let status = gzip_step(
            inflater, input.baseAddress! + position, input.count - position, &consumed,
            room.baseAddress!, room.count, &produced)
          position += consumed
          guard result.count + produced <= limit else { throw tooLarge(name, limit) }
          result.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<produced]))
          switch status {
          case gzip_more:
            if consumed == 0, produced == 0 {
              throw Refusal.input(
                "\(name): the gzip data ends early, after byte \(position); the copy is incomplete, fetch it again")
            }
          case gzip_member_end:
            // A gzip file may hold several members, and padding of zeros; anything else does not belong there.
            let rest = input[position...]
            if rest.starts(with: [0x1F, 0x8B]) {
              guard gzip_next_member(inflater) else { throw Refusal.failure("\(name): zlib failed") }
            } else if rest.allSatisfy({ $0 == 0 }) {
              return result
            } else {
              throw Refusal.input(
                "\(name): \(rest.count) bytes that are not gzip follow the gzip data at byte \(position); "
                  + "the file is damaged, fetch it again")
            }
          case gzip_no_memory:
            throw Refusal.failure("\(name): no memory left to decompress it")
          default:
            throw Refusal.input("\(name): the gzip data is damaged near byte \(position); fetch the file again")
          }
        }
      }
    }
  }

  private static let chunk = 1 << 18
  private static let deviceLimit = 1 << 24

  private static func tooLarge(_ name: String, _ limit: Int) -> Refusal {
    .input("\(name): holds more than \(NumberText.bytes(limit)), the most that is read here; use fewer rows")
  }
}

import CGzip
import Messages

/// Inflates deflate data through the zlib of the machine.
///
/// Sizes that a file declares are never believed. The data are gone over twice, first only to count what comes out, so
/// that the limit strikes before anything is allocated and the result is never held twice while it grows.
struct Inflation {
  enum Wrapping {
    /// One or more gzip members, and zeros behind them.
    case gzip
    /// Bare deflate data, as in zip archives.
    case none
  }

  /// What is inflated, for messages: the file, and its part where it has several.
  let name: String
  let wrapping: Wrapping
  /// The most bytes that may come out.
  let limit: Int

  /// So much may come out of compressed bytes: no data worth learning from shrink further, except small ones.
  static func limit(forCompressed count: Int) -> Int {
    let (most, overflows) = count.multipliedReportingOverflow(by: 64)
    return overflows ? .max : most + (64 << 20)
  }

  /// Everything that the data hold.
  ///
  /// - Throws: a `Refusal` of kind `input` for damaged or truncated data and for more than `limit` bytes.
  func all(_ input: ArraySlice<UInt8>) throws -> [UInt8] {
    var count = 0
    try run(input) { part in
      count += part.count
      guard count <= limit else {
        throw Refusal.input(
          "\(name): \(NumberText.bytes(input.count)) of compressed data hold more than \(NumberText.bytes(limit)), "
            + "the most that is unpacked from them here; unpack the file yourself if you trust it")
      }
      return true
    }
    let total = count
    return try [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
      try run(input) { part in
        // The same bytes come out as before.
        guard initialized + part.count <= total, let source = part.baseAddress, part.count > 0 else { return true }
        (buffer.baseAddress! + initialized).initialize(from: source, count: part.count)
        initialized += part.count
        return true
      }
    }
  }

  /// The first bytes that the data hold: so many, or fewer where they end.
  func prefix(_ count: Int, of input: ArraySlice<UInt8>) throws -> [UInt8] {
    var result: [UInt8] = []
    try run(input) { part in
      result.append(contentsOf: part.prefix(count - result.count))
      return result.count < count
    }
    return result
  }

  /// Hands over what comes out, piece by piece, until the receiver has enough.
  private func run(
    _ input: ArraySlice<UInt8>, _ receive: (UnsafeBufferPointer<UInt8>) throws -> Bool
  ) throws {
    guard gzip_is_available() else {
      throw Refusal.input(
        "\(name): is compressed and zlib (libz.so.1) was not found on this machine; unpack it elsewhere")
    }
    guard let inflater = wrapping == .gzip ? gzip_start() : gzip_start_raw() else {
      throw Refusal.failure("\(name): no memory left to decompress it")
    }
    defer { gzip_finish(inflater) }
    let chunk = 1 << 18
    try withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 16) { raw in
      let room = raw.bindMemory(to: UInt8.self)
      // An empty buffer has no address, which zlib would take for a mistake of ours.
      try (input.isEmpty ? [0] : input).withUnsafeBufferPointer { padded in
        let count = input.count
        var position = 0
        while true {
          var consumed = 0
          var produced = 0
          let status = gzip_step(
            inflater, padded.baseAddress! + position, count - position, &consumed, room.baseAddress!, room.count,
            &produced)
          position += consumed
          guard try receive(UnsafeBufferPointer(rebasing: room[..<produced])) else { return }
          switch status {
          case gzip_more:
            if consumed == 0, produced == 0 {
              throw Refusal.input(
                "\(name): the compressed data end early, after byte \(position); the copy is incomplete, fetch it again"
              )
            }
          case gzip_member_end:
            let rest = padded[position..<count]
            if wrapping == .gzip, rest.starts(with: [0x1F, 0x8B]) {
              guard gzip_next_member(inflater) else { throw Refusal.failure("\(name): zlib failed") }
            } else if wrapping == .gzip ? rest.allSatisfy({ $0 == 0 }) : rest.isEmpty {
              return
            } else {
              throw Refusal.input(
                "\(name): \(rest.count) bytes that do not belong there follow the compressed data at byte \(position); "
                  + "the file is damaged, fetch it again")
            }
          case gzip_no_memory:
            throw Refusal.failure("\(name): no memory left to decompress it")
          default:
            throw Refusal.input("\(name): the compressed data are damaged near byte \(position); fetch the file again")
          }
        }
      }
    }
  }
}

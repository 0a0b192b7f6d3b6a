import CGzip

/// CRC-32 as in gzip and PNG: polynomial 0xEDB88320 reflected, initial and final value all ones.
///
/// - Parameter earlier: the checksum of what comes before these bytes; 0 of nothing.
/// - Source: ISO 3309; RFC 1952, §8.
public func crc32(_ bytes: ArraySlice<UInt8>, after earlier: UInt32 = 0) -> UInt32 {
  bytes.withUnsafeBufferPointer { gzip_checksum(earlier, $0.baseAddress, $0.count) }
}

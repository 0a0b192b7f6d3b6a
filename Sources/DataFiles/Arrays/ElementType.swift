/// The number types of binary formats. Integers beyond 2⁵³ round to the nearest Float64.
enum ElementType: Sendable {
  case u8, u16, u32, u64, i8, i16, i32, i64, f16, bf16, f32, f64

  var byteCount: Int {
    switch self {
    case .u8, .i8: 1
    case .u16, .i16, .f16, .bf16: 2
    case .u32, .i32, .f32: 4
    case .u64, .i64, .f64: 8
    }
  }

  func decode(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> [Double] {
    func integers<T: FixedWidthInteger>(_: T.Type, _ convert: (T) -> Double) -> [Double] {
      bytes.withUnsafeBytes { raw in
        let count = raw.count / MemoryLayout<T>.size
        return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
          for i in 0..<count {
            let stored = raw.loadUnaligned(fromByteOffset: i * MemoryLayout<T>.size, as: T.self)
            buffer.initializeElement(at: i, to: convert(isBigEndian ? T(bigEndian: stored) : T(littleEndian: stored)))
          }
          initialized = count
        }
      }
    }
    switch self {
    case .u8: return integers(UInt8.self) { Double($0) }
    case .u16: return integers(UInt16.self) { Double($0) }
    case .u32: return integers(UInt32.self) { Double($0) }
    case .u64: return integers(UInt64.self) { Double($0) }
    case .i8: return integers(Int8.self) { Double($0) }
    case .i16: return integers(Int16.self) { Double($0) }
    case .i32: return integers(Int32.self) { Double($0) }
    case .i64: return integers(Int64.self) { Double($0) }
    case .f16: return integers(UInt16.self) { Double(Float16(bitPattern: $0)) }
    // The upper half of a Float.
    case .bf16: return integers(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .f32: return integers(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .f64: return integers(UInt64.self) { Double(bitPattern: $0) }
    }
  }
}

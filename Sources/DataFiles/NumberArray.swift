public import DataModels
public import LinearAlgebra
import Messages

/// An array of numbers with any number of axes, as binary formats store it; the last axis runs fastest.
public struct NumberArray: Sendable, Equatable {
  /// The length of each axis; every one is at least 1.
  public let shape: [Int]
  public let elements: [Double]

  /// Samples along the first axis, the other axes flattened: shape n × (h·w·c).
  public var matrix: Matrix {
    Matrix(rows: shape[0], columns: elements.count / shape[0], elements: elements)
  }

  /// Height and width of n × h × w and n × h × w × c arrays; the c channels of a pixel lie together.
  public var imageShape: LabeledData.ImageShape? {
    shape.count == 3 || shape.count == 4 ? .init(height: shape[1], width: shape[2]) : nil
  }

  /// Decodes what follows a header, after checking that it is there.
  ///
  /// - Parameter start: the first byte of the data; everything after it must belong to the array.
  init(
    decoding file: FileBytes, from start: Int, shape: [Int], type: ElementType, isBigEndian: Bool,
    isColumnMajor: Bool = false
  ) throws {
    let text = shape.map(String.init).joined(separator: " × ")
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
      throw Refusal.input(
        "\(file.name): the array is "
          + (shape.isEmpty ? "a single number, expected rows of numbers" : "empty (\(text)), expected at least one row")
          + "; check how it was saved")
    }
    guard shape.count <= 4 else {
      throw Refusal.input(
        "\(file.name): the array has \(shape.count) axes (\(text)), expected 1 to 4: samples, height, width, channels; "
          + "reshape it")
    }
    // The product is compared with the bytes at hand before anything is allocated.
    let present = file.bytes.count - start
    var size = type.byteCount
    var overflows = false
    for length in shape {
      let product = size.multipliedReportingOverflow(by: length)
      size = product.partialValue
      overflows = overflows || product.overflow
    }
    guard !overflows, size <= present else {
      throw Refusal.input(
        "\(file.name): the header declares \(text) numbers of \(type.byteCount) bytes, "
          + "but only \(NumberText.grouped(present)) bytes follow; the file is incomplete, copy or save it again")
    }
    guard size == present else {
      throw Refusal.input(
        "\(file.name): \(NumberText.grouped(present - size)) bytes follow the array (\(text)) at byte "
          + "\(start + size), expected the end of the file; save each array in its own file")
    }
    let values = type.decode(file.bytes[start...], isBigEndian: isBigEndian)
    self.shape = shape
    elements = isColumnMajor && shape.count > 1 ? Self.rowMajor(values, shape) : values
  }

  /// The same array with the last axis fastest instead of the first.
  private static func rowMajor(_ values: [Double], _ shape: [Int]) -> [Double] {
    var strides: [Int] = []
    var stride = 1
    for length in shape {
      strides.append(stride)
      stride *= length
    }
    var result: [Double] = []
    result.reserveCapacity(values.count)
    var index = [Int](repeating: 0, count: shape.count)
    var place = 0
    for _ in 0..<values.count {
      result.append(values[place])
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        place += strides[axis]
        if index[axis] < shape[axis] { break }
        place -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}

/// The number types of binary formats. Integers beyond 2⁵³ round to the nearest Float64.
enum ElementType: Sendable {
  case u8, u16, u32, u64, i8, i16, i32, i64, f16, f32, f64

  var byteCount: Int {
    switch self {
    case .u8, .i8: 1
    case .u16, .i16, .f16: 2
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
    case .f16: return integers(UInt16.self, Self.half)
    case .f32: return integers(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .f64: return integers(UInt64.self) { Double(bitPattern: $0) }
    }
  }

  /// The value of an IEEE half: not every processor that Swift runs on has the type.
  private static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 1 ? -1 : 1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}

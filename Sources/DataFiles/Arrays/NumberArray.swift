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
  /// - Parameters:
  ///   - bytes: the data; all of them must belong to the array.
  ///   - name: the file, and the array where it holds several.
  init(
    decoding bytes: ArraySlice<UInt8>, name: String, shape: [Int], type: ElementType, isBigEndian: Bool = false,
    isColumnMajor: Bool = false
  ) throws {
    let text = shape.map(String.init).joined(separator: " × ")
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
      throw Refusal.input(
        "\(name): the array is "
          + (shape.isEmpty ? "a single number, expected rows of numbers" : "empty (\(text)), expected at least one row")
          + "; check how it was saved")
    }
    guard shape.count <= 4 else {
      throw Refusal.input(
        "\(name): the array has \(shape.count) axes (\(text)), expected 1 to 4: samples, height, width, channels; "
          + "reshape it")
    }
    // The product is compared with the bytes at hand before anything is allocated.
    let present = bytes.count
    var size = type.byteCount
    var overflows = false
    for length in shape {
      let product = size.multipliedReportingOverflow(by: length)
      size = product.partialValue
      overflows = overflows || product.overflow
    }
    guard !overflows, size <= present else {
      throw Refusal.input(
        "\(name): the header declares \(text) numbers of \(type.byteCount) bytes, "
          + "but only \(NumberText.grouped(present)) bytes follow; the file is incomplete, copy or save it again")
    }
    guard size == present else {
      throw Refusal.input(
        "\(name): \(NumberText.grouped(present - size)) bytes follow the array (\(text)) at byte "
          + "\(bytes.startIndex + size), expected the end of the file; save each array in its own file")
    }
    let values = type.decode(bytes, isBigEndian: isBigEndian)
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

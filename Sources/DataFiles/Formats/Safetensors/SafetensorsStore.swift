import Messages

/// The tensors of a safetensors file: the length of a JSON header, the header, the numbers.
///
/// As the format demands, the tensors must cover the bytes after the header without gaps or overlaps.
///
/// - Source: github.com/huggingface/safetensors, README, "Format".
struct SafetensorsStore: ArrayStore {
  private let file: FileBytes
  private let tensors: [SafetensorsHeader.Tensor]
  private let dataStart: Int
  let entries: [ArrayArchive.Entry]

  /// Whether the bytes begin like a header: a length that fits, then an opening brace.
  static func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.count > 8 && bytes[8] == UInt8(ascii: "{") && headerLength(bytes).map { $0 <= bytes.count - 8 } == true
  }

  private static func headerLength(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 8 else { return nil }
    return Int(exactly: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) })
  }

  init(_ file: FileBytes) throws {
    guard let length = Self.headerLength(file.bytes), length <= file.bytes.count - 8 else {
      throw Refusal.input(
        "\(file.name), byte \(file.bytes.count): the file ends inside its safetensors header; "
          + "it is incomplete, copy or save it again")
    }
    var header = SafetensorsHeader(name: file.name, bytes: file.bytes[8..<(8 + length)])
    let tensors = try header.tensors()
    let present = file.bytes.count - 8 - length
    var reached = 0
    for tensor in tensors.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      let title = "\(file.name), tensor \"\(tensor.name.prefix(60))\""
      guard tensor.range.upperBound <= present else {
        throw Refusal.input(
          "\(title): ends at byte \(NumberText.grouped(tensor.range.upperBound)) of the data, of which there are only "
            + "\(NumberText.grouped(present)); the file is incomplete, copy or save it again")
      }
      guard tensor.range.lowerBound == reached else {
        throw Refusal.input(
          "\(title): begins at byte \(NumberText.grouped(tensor.range.lowerBound)) of the data, expected "
            + "\(NumberText.grouped(reached)), where the one before ends; save the file again")
      }
      reached = tensor.range.upperBound
      guard tensor.type.map({ tensor.declares(byteCount: tensor.range.count, of: $0) }) ?? true else {
        throw Refusal.input(
          "\(title): \(tensor.range.count) bytes do not make up its shape and type \(tensor.typeName.prefix(20)); "
            + "save the file again")
      }
    }
    guard reached == present else {
      throw Refusal.input(
        "\(file.name): \(NumberText.grouped(present - reached)) bytes follow the last tensor, expected the end of the file; "
          + "save it again")
    }
    self.file = file
    self.tensors = tensors
    dataStart = 8 + length
    entries = tensors.map { .init(name: $0.name, shape: $0.shape, isNumeric: $0.type != nil) }
  }

  func array(_ index: Int) throws -> NumberArray {
    let tensor = tensors[index]
    let name = "\(file.name), tensor \"\(tensor.name.prefix(60))\""
    guard let type = tensor.type else {
      throw Refusal.input(
        "\(name): found elements of type \(tensor.typeName.prefix(20)), expected F64, F32, F16, BF16, integers or BOOL; "
          + "save it in one of those")
    }
    let range = (dataStart + tensor.range.lowerBound)..<(dataStart + tensor.range.upperBound)
    return try NumberArray(decoding: file.bytes[range], name: name, shape: tensor.shape, type: type)
  }
}

import BuiltInDigits
public import DataModels
import Messages

/// Data that travels inside the program.
public enum BuiltInData {
  /// 1,797 handwritten digits: 8 × 8 pixels from 0 to 16, classes "0" to "9".
  ///
  /// - Source: E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits* (1998), UCI
  ///   Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0. Its test part, unchanged.
  /// - Parameter task: `regress` takes the digits for numbers.
  /// - Throws: a `Refusal` of kind `input` on a machine without zlib.
  public static func digits(for task: LearningTask = .auto) throws -> LabeledData {
    let packed = [UInt8](UnsafeBufferPointer(start: builtin_digits(), count: builtin_digits_count()))
    let file = try FileBytes(name: "the built-in digits", content: packed)
    let table = try CSVReader(header: .no).read(file)
    return try LabeledData(
      features: table.features, targets: table.target!.targets(for: task, name: file.name),
      imageShape: .init(height: 8, width: 8))
  }
}

public import DataModels
import LinearAlgebra
import Messages

/// Whether targets are classes or amounts.
public enum LearningTask: String, Sendable, CaseIterable {
  /// Classify when the target is text, or whole numbers of which at most 50 differ; else regress.
  case auto
  case classify, regress

  /// The most different whole numbers that `auto` still takes for classes.
  public static let mostAutomaticClasses = 50
}

extension TargetColumn {
  /// Turns a column into classes or values.
  ///
  /// Class names are in the order of their numbers when all are numbers ("9" before "10"), else in
  /// lexicographic order. Whole numbers are named without a point, so that 3 and 3.0 are one class.
  ///
  /// - Parameter name: the file or column, for messages.
  /// - Throws: a `Refusal` of kind `input` when text should be regressed, or amounts be classes.
  public func targets(for task: LearningTask, name: String) throws -> Targets {
    switch self {
    case .texts(let texts):
      guard task != .regress else {
        let example = texts.first { DecimalNumber.parse($0) == nil } ?? ""
        throw Refusal.input(
          "\(name): found the target \"\(example.prefix(40))\", expected a number; name a column of numbers with --target"
        )
      }
      let names = Set(texts).sorted()
      let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
      return .classes(labels: texts.map { index[$0]! }, names: names)
    case .numbers(let numbers):
      guard task == .classify || task == .auto && looksLikeClasses(numbers) else {
        return .values(Matrix(rows: numbers.count, columns: 1, elements: numbers))
      }
      let values = Set(numbers).sorted()
      guard !looksLikeAmounts(values, rowCount: numbers.count) else {
        throw Refusal.input(
          "\(name): the target has \(values.count) distinct numbers in \(numbers.count) rows, expected classes; "
            + "leave out --task classify, or name another target with --target")
      }
      let index = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
      return .classes(labels: numbers.map { index[$0]! }, names: values.map(Self.className))
    }
  }

  /// More than any set of classes that `auto` would make, and fractions or hardly a number twice.
  private func looksLikeAmounts(_ values: [Double], rowCount: Int) -> Bool {
    values.count > LearningTask.mostAutomaticClasses
      && (2 * values.count > rowCount || values.contains { $0.rounded() != $0 })
  }

  private func looksLikeClasses(_ numbers: [Double]) -> Bool {
    var seen: Set<Double> = []
    for number in numbers where !seen.contains(number) {
      // From 2⁵³ on every Float64 is whole.
      guard number.rounded() == number, abs(number) < 0x1p53, seen.count < LearningTask.mostAutomaticClasses else {
        return false
      }
      seen.insert(number)
    }
    return true
  }

  private static func className(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? "\(value)"
  }
}

extension DecimalNumber {
  static func parse(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { parse($0) }
  }
}

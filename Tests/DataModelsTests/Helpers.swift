import DataModels
import LinearAlgebra
import Messages

/// The refusal of `body`; nil if it does not refuse.
func refusal(_ body: () throws -> Any) -> Refusal? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? Refusal
  }
}

/// Data whose only feature is the number of the row, so that every row can be recognized; classes by their
/// sizes, shuffled, or real values.
func numbered(sizes: [Int], shuffled: Bool = true) throws -> LabeledData {
  var labels = sizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
  var random = RandomStream(seed: 41).branch("labels", sizes.count)
  if shuffled { random.shuffle(&labels) }
  return try LabeledData(
    features: Matrix(rows: labels.count, columns: 1, elements: labels.indices.map { Double($0) }),
    targets: .classes(labels: labels, names: sizes.indices.map { "class \($0)" }),
    imageShape: .init(height: 1, width: 1))
}

func numbered(values count: Int) throws -> LabeledData {
  let numbers = Matrix(rows: count, columns: 1, elements: (0..<count).map { Double($0) })
  return try LabeledData(features: numbers, targets: .values(numbers))
}

extension LabeledData {
  /// The numbers of the rows.
  var rowNumbers: [Int] { features.elements.map { Int($0) } }

  var labels: [Int] {
    if case .classes(let labels, _) = targets { return labels }
    return []
  }

  var names: [String] {
    if case .classes(_, let names) = targets { return names }
    return []
  }

  var classSizes: [Int] { names.indices.map { label in labels.count { $0 == label } } }

  /// Whether each row still has the label or value that it has in the original.
  func agrees(with original: LabeledData) -> Bool { self == original.rows(rowNumbers) }
}

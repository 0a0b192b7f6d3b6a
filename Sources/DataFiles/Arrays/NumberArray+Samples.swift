import DataModels
import LinearAlgebra
import Messages

// Arrays as samples: rows along the first axis, a target among their columns or none.
extension NumberArray {
  /// "60 × 784".
  var shapeText: String { shape.map(String.init).joined(separator: " × ") }

  /// The rows as samples; a column becomes the target where it is named, or is the last one of an array of two axes.
  ///
  /// - Parameter ignored: columns that are left out, by number, of an array of two axes.
  func samples(
    _ target: SampleRequest.Target, ignoring ignored: IgnoredColumns = IgnoredColumns(), name: String
  ) throws -> Samples {
    if shape.count != 2 { try ignored.refuse(name, "is an array of shape \(shapeText), which has no columns") }
    var left = try Set(ignored.columns.map { try place(of: $0, name: name) })
    let column: Int
    switch target {
    case .none: return Samples(features: try matrix(without: left, name: name), imageShape: imageShape)
    case .usual:
      guard shape.count <= 2 else { return Samples(features: matrix, imageShape: imageShape) }
      column = shape.count == 2 ? (0..<shape[1]).last { !left.contains($0) } ?? 0 : 0
    case .named(let text):
      column = shape.count == 2 ? try place(of: text, name: name) : 0
      guard !left.contains(column) else {
        throw Refusal.usage("\(name): --target and --ignore both name column \(column + 1); it can be one of them only")
      }
    }
    guard shape.count == 2, shape[1] >= 2 else {
      throw Refusal.input(
        "\(name): the array (\(shapeText)) has no column to spare as a target; name the targets with --target FILE")
    }
    left.insert(column)
    let values = (0..<shape[0]).map { elements[$0 * shape[1] + column] }
    return Samples(
      features: try matrix(without: left, name: name), targets: .init(content: .column(.numbers(values)), name: name))
  }

  private func place(of column: String, name: String) throws -> Int {
    guard let j = ColumnReference.place(numbered: column, of: shape[1]) else {
      throw Refusal.input(
        "\(name): found \(shape[1]) columns without names and no column \"\(column.prefix(60))\"; "
          + "columns are counted from 1, or from −1 at the end")
    }
    return j
  }

  /// The columns that are left, of an array of two axes.
  private func matrix(without left: Set<Int>, name: String) throws -> Matrix {
    guard !left.isEmpty else { return matrix }
    let kept = (0..<shape[1]).filter { !left.contains($0) }
    guard !kept.isEmpty else {
      throw Refusal.input("\(name): no column is left as a feature; leave out fewer with --ignore")
    }
    var rest: [Double] = []
    rest.reserveCapacity(shape[0] * kept.count)
    for i in 0..<shape[0] {
      for j in kept { rest.append(elements[i * shape[1] + j]) }
    }
    return Matrix(rows: shape[0], columns: kept.count, elements: rest)
  }

  /// All elements as targets: one number, or one row of numbers, per sample.
  func targets(name: String) throws -> FoundTargets {
    if elements.count == shape[0] { return .init(content: .column(.numbers(elements)), name: name) }
    guard shape.count == 2 else {
      throw Refusal.input("\(name): found targets of shape \(shapeText), expected one or several numbers per sample")
    }
    return .init(content: .values(matrix), name: name)
  }
}

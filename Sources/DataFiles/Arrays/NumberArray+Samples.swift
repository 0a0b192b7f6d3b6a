import DataModels
import LinearAlgebra
import Messages

// Arrays as samples: rows along the first axis, a target among their columns or none.
extension NumberArray {
  /// "60 × 784".
  var shapeText: String { shape.map(String.init).joined(separator: " × ") }

  /// The rows as samples; a column becomes the target where it is named, or is the last one of an array of two axes.
  func samples(_ target: SampleRequest.Target, name: String) throws -> Samples {
    let column: String
    switch target {
    case .none: return Samples(features: matrix, imageShape: imageShape)
    case .usual:
      guard shape.count <= 2 else { return Samples(features: matrix, imageShape: imageShape) }
      column = "-1"
    case .named(let text): column = text
    }
    guard shape.count == 2, shape[1] >= 2 else {
      throw Refusal.input(
        "\(name): the array (\(shapeText)) has no column to spare as a target; name the targets with --target FILE")
    }
    guard let number = Int(column), number != 0, case let j = number > 0 ? number - 1 : shape[1] + number,
      0..<shape[1] ~= j
    else {
      throw Refusal.input(
        "\(name): found \(shape[1]) columns without names and no column \"\(column)\"; "
          + "columns are counted from 1, or from −1 at the end")
    }
    let (rest, values) = parted(column: j)
    return Samples(features: rest, targets: .init(content: .column(.numbers(values)), name: name))
  }

  /// One column apart from the others, of an array of two axes.
  private func parted(column j: Int) -> (rest: Matrix, column: [Double]) {
    let (n, d) = (shape[0], shape[1])
    var rest: [Double] = []
    rest.reserveCapacity(n * (d - 1))
    var column: [Double] = []
    column.reserveCapacity(n)
    for i in 0..<n {
      let row = elements[(i * d)..<((i + 1) * d)]
      rest += row[..<(i * d + j)]
      rest += row[(i * d + j + 1)...]
      column.append(row[i * d + j])
    }
    return (Matrix(rows: n, columns: d - 1, elements: rest), column)
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

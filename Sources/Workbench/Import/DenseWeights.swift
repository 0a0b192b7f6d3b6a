import DataFiles
import LinearAlgebra
import Messages

/// The weights and the bias of a dense layer, as found in a file of named arrays.
struct DenseWeights {
  /// Names of the arrays.
  let weightsName: String
  let biasName: String?
  /// W (outputs × inputs).
  let matrix: Matrix
  /// Zeros where the file has no bias.
  let bias: [Double]

  /// Endings by which common libraries name weights stored outputs × inputs, and the transposed ones.
  private static let weightNames = ["weight", "weights", "coef_", "coef", "w"]
  private static let transposedNames = ["kernel"]
  private static let biasNames = ["bias", "b", "intercept_", "intercept"]

  /// - Parameter inputs: The width of the calibration rows.
  /// - Throws: a `Refusal` of kind `input` where no array, or more than one, could be meant.
  init(_ archive: ArrayArchive, _ request: ImportRequest, inputs: Int) throws {
    let name = try request.weights ?? Self.onlyWeights(archive, inputs: inputs)
    let array = try archive.array(name)
    guard (1...2).contains(array.shape.count), array.elements.allSatisfy(\.isFinite) else {
      throw Refusal.input(
        "\(archive.fileName): \(name) has shape \(Self.text(array.shape)) or values that are not finite; a dense layer has "
          + "finite weights, outputs × inputs")
    }
    let flat = array.shape.count == 1
    let (rows, columns) = flat ? (1, array.shape[0]) : (array.shape[0], array.shape[1])
    let stored = Matrix(rows: rows, columns: columns, elements: array.elements)
    let square = rows == columns
    let byName = Self.transposedNames.contains(Self.ending(name))
    let isTransposed = request.transposed ?? (!flat && (square ? byName : rows == inputs && columns != inputs))
    let matrix = isTransposed ? stored.transposed : stored
    guard matrix.columnCount == inputs else {
      throw Refusal.input(
        "\(archive.fileName): \(name) is \(Self.text(array.shape)) and the calibration rows have \(inputs) numbers; one "
          + "side must be \(inputs)")
    }
    weightsName = name
    biasName = request.bias ?? Self.matchingBias(archive, of: name, outputs: matrix.rowCount)
    let bias = try biasName.map { try archive.array($0).elements } ?? [Double](repeating: 0, count: matrix.rowCount)
    guard bias.count == matrix.rowCount, bias.allSatisfy(\.isFinite) else {
      throw Refusal.input(
        "\(archive.fileName): the bias \(biasName ?? "") has \(bias.count) numbers and the weights \(matrix.rowCount) outputs"
      )
    }
    // One output that decides between two classes by its sign speaks for the second, and against the first.
    let decides = matrix.rowCount == 1 && request.labels?.count == 2
    self.matrix =
      decides ? Matrix(rows: 2, columns: inputs, elements: matrix.elements.map { -$0 } + matrix.elements) : matrix
    self.bias = decides ? bias.map { -$0 } + bias : bias
  }

  /// The one array that could be weights for rows of that width.
  private static func onlyWeights(_ archive: ArrayArchive, inputs: Int) throws -> String {
    let numeric = archive.entries.filter(\.isNumeric)
    let fitting = numeric.filter { $0.shape.count == 2 && $0.shape.contains(inputs) }
    let named = fitting.filter { (weightNames + transposedNames).contains(ending($0.name)) }
    let flat = numeric.filter { $0.shape == [inputs] && weightNames.contains(ending($0.name)) }
    for found in [fitting, named, flat] where found.count == 1 { return found[0].name }
    let why =
      fitting.isEmpty && flat.isEmpty ? "no array has a side of \(inputs)" : "several arrays have a side of \(inputs)"
    throw Refusal.input(
      "\(archive.fileName): \(why), the width of the calibration rows; name the weights with --weights: \(archive.listing)"
    )
  }

  /// The bias beside the weights: the same name but for the ending, or the only one of its length.
  private static func matchingBias(_ archive: ArrayArchive, of weights: String, outputs: Int) -> String? {
    let possible = archive.entries.filter {
      $0.isNumeric && $0.shape == [outputs] && biasNames.contains(ending($0.name)) && $0.name != weights
    }
    let layer = weights.dropLast(ending(weights).count)
    if let beside = possible.first(where: { $0.name.dropLast(ending($0.name).count) == layer }) { return beside.name }
    return possible.count == 1 ? possible[0].name : nil
  }

  /// The last part of "layers.2.weight" or "dense/kernel:0", in lower case.
  private static func ending(_ name: String) -> String {
    let parts = name.split(whereSeparator: { "./".contains($0) })
    return parts.last.map { $0.lowercased().replacing(":0", with: "") } ?? ""
  }

  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "of a single value" : shape.map(String.init).joined(separator: " × ")
  }
}

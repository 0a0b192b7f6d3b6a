public import LinearAlgebra
import Messages

/// What each sample should be answered with.
public enum Targets: Sendable, Equatable {
  /// Classes: `labels[i]` is an index into `names`.
  case classes(labels: [Int], names: [String])
  /// Real values, one row per sample (shape n × m).
  case values(Matrix)

  public var count: Int {
    switch self {
    case .classes(let labels, _): labels.count
    case .values(let values): values.rowCount
    }
  }

  /// One column per class or per real target.
  public var columnCount: Int {
    switch self {
    case .classes(_, let names): names.count
    case .values(let values): values.columnCount
    }
  }

  /// The matrix Y of the objective ‖XWᵀ − Y‖²: one-hot rows for classes, the values themselves otherwise.
  public var matrix: Matrix {
    switch self {
    case .classes(let labels, let names):
      var oneHot = Matrix(rows: labels.count, columns: names.count)
      for (i, label) in labels.enumerated() { oneHot[i, label] = 1 }
      return oneHot
    case .values(let values):
      return values
    }
  }

  /// The targets of the samples with the given indices, in that order.
  public func rows(_ indices: [Int]) -> Targets {
    switch self {
    case .classes(let labels, let names): .classes(labels: indices.map { labels[$0] }, names: names)
    case .values(let values): .values(values.rows(indices))
    }
  }
}

/// Samples with their targets: what every solver, model and experiment reads.
public struct LabeledData: Sendable, Equatable {
  /// The samples, one per row (shape n × d).
  public var features: Matrix
  public var targets: Targets
  /// Height and width when each row is an image, row by row; channels, if any, lie together in each pixel.
  public var imageShape: ImageShape?
  /// What the data call their features, in order; nil where they have no names for them.
  public var featureNames: [String]?

  public struct ImageShape: Sendable, Equatable {
    public let height: Int
    public let width: Int
    public init(height: Int, width: Int) {
      self.height = height
      self.width = width
    }
  }

  /// - Throws: a `Refusal` of kind `input` when samples and targets differ in number.
  /// - Precondition: every label is an index into the names of the classes, and every feature has a name or none has.
  public init(features: Matrix, targets: Targets, imageShape: ImageShape? = nil, featureNames: [String]? = nil) throws {
    guard features.rowCount == targets.count else {
      throw Refusal.input(
        "there are \(features.rowCount) samples but \(targets.count) targets; both must have the same number of rows")
    }
    if case .classes(let labels, let names) = targets { precondition(labels.allSatisfy(names.indices.contains)) }
    precondition(featureNames.map { $0.count == features.columnCount } ?? true)
    self.features = features
    self.targets = targets
    self.imageShape = imageShape
    self.featureNames = featureNames
  }

  public var sampleCount: Int { features.rowCount }
  public var featureCount: Int { features.columnCount }

  /// The samples with the given indices, in that order.
  public func rows(_ indices: [Int]) -> LabeledData {
    // Both parts are cut by the same indices, so the counts cannot differ.
    var part = self
    part.features = features.rows(indices)
    part.targets = targets.rows(indices)
    return part
  }
}

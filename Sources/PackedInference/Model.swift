public import FeatureMaps
import LinearAlgebra
import Messages

/// A trained model in packed form: what `model.signbit` holds and every prediction runs.
///
///     scores = W φ((x − mean) / deviation) + intercept
///
/// without the standardization unless the model was trained with one, and with φ(z) = z unless it has a map.
public struct Model: Sendable {
  /// What the scores mean.
  public enum Answer: Sendable, Equatable {
    /// The class of the largest score; the names of the classes, one per row of W.
    case classes([String])
    /// The scores themselves, one per row of W.
    case values
  }

  /// The training means and standard deviations that were divided out, one per feature.
  public struct Standardization: Sendable, Equatable {
    public let means: [Float]
    public let deviations: [Float]
    public init(means: [Float], deviations: [Float]) {
      precondition(means.count == deviations.count)
      self.means = means
      self.deviations = deviations
    }

    /// (x − mean) / deviation.
    func applied(to x: [Float]) -> [Float] { x.indices.map { (x[$0] - means[$0]) / deviations[$0] } }
  }

  /// The most bytes that a provenance may take.
  public static let provenanceLimit = 200
  /// The most inputs or outputs.
  public static let largestDimension = 1 << 28
  /// The most weights: every section of a file then stays below 4 GiB.
  public static let largestWeightCount = 1 << 29
  /// The most bytes of UTF-8 that a class name may take.
  public static let nameLimit = 0xFFFF
  /// The most bytes that all class names may take together.
  public static let allNamesLimit = 1 << 30

  /// The most random numbers that a map may have, 8 MiB of signs: in a file a seed of eight bytes stands for them.
  public static let largestMapNumberCount = 1 << 26

  /// φ; nil for a linear model.
  public let map: (any FeatureMap)?
  public let layer: any PackedLayer
  public let intercept: [Float]
  public let answer: Answer
  public let standardization: Standardization?
  /// How the model was made, at most 200 bytes of UTF-8.
  public let provenance: String

  /// - Throws: a `Refusal` of kind `input` when the parts do not fit together.
  public init(
    map: (any FeatureMap)? = nil, layer: any PackedLayer, intercept: [Float], answer: Answer,
    standardization: Standardization? = nil, provenance: String = ""
  ) throws {
    try Self.checkShape(rows: layer.rowCount, columns: layer.columnCount)
    guard layer.isFinite, intercept.allSatisfy(\.isFinite) else {
      throw Refusal.input(
        "the weights of the model are not all finite in Float32; bring the data nearer to 1, with --standardize for one"
      )
    }
    guard intercept.count == layer.rowCount else {
      throw Refusal.input("a layer of \(layer.rowCount) rows needs as many intercepts; found \(intercept.count)")
    }
    if case .classes(let names) = answer { try Self.check(names, rows: layer.rowCount) }
    if let map {
      try MapSection.check(map)
      guard map.outputCount == layer.columnCount else {
        throw Refusal.input(
          "a map of \(map.outputCount) features does not fit a layer of \(layer.columnCount) inputs")
      }
    }
    if let standardization {
      guard standardization.means.count == map?.inputCount ?? layer.columnCount,
        standardization.deviations.allSatisfy({ $0 > 0 && $0.isFinite }),
        standardization.means.allSatisfy(\.isFinite)
      else {
        throw Refusal.input(
          "the standardization does not fit a model of \(map?.inputCount ?? layer.columnCount) inputs")
      }
    }
    guard provenance.utf8.count <= Self.provenanceLimit else {
      throw Refusal.input(
        "the provenance takes \(provenance.utf8.count) bytes; at most \(Self.provenanceLimit) are allowed")
    }
    self.map = map
    self.layer = layer
    self.intercept = intercept
    self.answer = answer
    self.standardization = standardization
    self.provenance = provenance
  }

  /// Refuses a layer that no file can hold.
  static func checkShape(rows: Int, columns: Int) throws {
    let dimensions = 1...largestDimension
    guard dimensions.contains(rows), dimensions.contains(columns), rows * columns <= largestWeightCount else {
      throw Refusal.input(
        "a layer of \(rows) × \(columns) cannot be: each side lies between 1 and \(largestDimension), "
          + "with at most \(largestWeightCount) weights")
    }
  }

  private static func check(_ names: [String], rows: Int) throws {
    guard names.count == rows else {
      throw Refusal.input("a layer of \(rows) rows needs as many class names; found \(names.count)")
    }
    let lengths = names.map(\.utf8.count)
    guard lengths.allSatisfy({ $0 <= nameLimit }), lengths.reduce(0, +) <= allNamesLimit else {
      throw Refusal.input(
        "the class names are too long: at most \(nameLimit) bytes each and \(allNamesLimit) together; shorten them")
    }
  }

  /// d, the entries of a sample.
  public var featureCount: Int { map?.inputCount ?? layer.columnCount }
  public var format: String { type(of: layer).format }

  /// The scores of one sample, one per class or real target.
  ///
  /// - Precondition: `x.count == featureCount`.
  public func scores(_ x: [Float]) -> [Float] {
    var z = x
    if let standardization { z = standardization.applied(to: x) }
    if let map { z = map.features(of: FloatMatrix(rows: 1, columns: z.count, elements: z)).elements }
    return scores(ofFeatures: z)
  }

  /// The scores of what the layer reads: φ of one sample, or the standardized sample itself.
  func scores(ofFeatures features: [Float]) -> [Float] {
    var y = layer.multiply(features)
    for i in y.indices { y[i] += intercept[i] }
    return y
  }

  /// The index of the largest score, the first of equal ones.
  public static func label(of scores: [Float]) -> Int {
    var best = 0
    for i in scores.indices where scores[i] > scores[best] { best = i }
    return best
  }
}

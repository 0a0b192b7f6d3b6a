public import DataModels
public import FeatureMaps
import LinearAlgebra
import Messages

/// Fits the last layer on random features by ridge regression; λ is chosen by leave-one-out.
///
/// Features are computed in blocks of rows, from which only G = ΦᵀΦ and YᵀΦ are kept (`GramForm`); where the map is
/// wider than there are rows it is ΦΦᵀ (`KernelForm`).
public struct LastLayerFit: Sendable {
  /// What is going on, with how much of it is done.
  public enum Stage: String, Sendable {
    case features, ridge
  }

  /// The widest map whose G is kept for rounding where the fit itself does without.
  public static let gramLimit = 8192
  /// The most rows or columns of a matrix to be factored: 3.2 GB.
  public static let sideLimit = 20_000
  /// The most features of all rows together that the kernel form holds: 4 GiB.
  public static let entryLimit = 1 << 30

  /// λ in units of the mean diagonal of G, to choose from.
  public var relativeLambdas: [Double]
  /// Shifted copies that train along.
  public var shifts: Shifts?
  /// Features are computed for so many rows at a time; it changes memory, and sums in their last digits.
  public var rowsPerBlock: Int
  /// Leave-one-out looks at so many samples, spread evenly, where copies make more rows than that.
  public var leaveOutRows: Int

  public init(
    relativeLambdas: [Double] = [1e-4, 1e-3, 1e-2, 0.1, 1, 10], shifts: Shifts? = nil, rowsPerBlock: Int = 1024,
    leaveOutRows: Int = 8192
  ) {
    self.relativeLambdas = relativeLambdas
    self.shifts = shifts
    self.rowsPerBlock = rowsPerBlock
    self.leaveOutRows = leaveOutRows
  }

  /// The last layer on the features of these samples.
  ///
  /// - Parameter observe: Called with the stage and the share of it that is done.
  /// - Throws: a `Refusal`: of kind `usage` for impossible settings or sizes, of kind `input` where data do not fit
  ///   the map or features are not finite, of kind `failure` where no λ of the grid could be fitted.
  /// - Complexity: the features, O(N w²) for G, and O(w³) and O(N w²) for each λ; with N < w the two change places.
  public func callAsFunction(
    _ map: any FeatureMap, on data: LabeledData, observe: (Stage, Double) -> Void = { _, _ in }
  ) throws -> LastLayer {
    try check(map, data)
    let targets = try CenteredTargets(data.targets)
    let blocks = FeatureBlocks(map, data.features, shifts: shifts, rowsPerBlock: rowsPerBlock)
    try checkSize(rows: blocks.rowCount, width: map.outputCount)
    let samples = leftOut(of: data.sampleCount, copies: blocks.copyCount)
    return map.outputCount <= blocks.rowCount
      ? try GramForm(blocks, targets, observe).fit(relativeLambdas, leavingOut: samples, observe)
      : try KernelForm(blocks, targets, observe).fit(relativeLambdas, leavingOut: samples, observe)
  }

  /// The samples that leave-one-out looks at, ascending.
  private func leftOut(of n: Int, copies: Int) -> [Int] {
    let count = max(1, min(n, leaveOutRows / copies))
    return (0..<count).map { $0 * n / count }
  }

  private func check(_ map: any FeatureMap, _ data: LabeledData) throws {
    guard !relativeLambdas.isEmpty, relativeLambdas.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw Refusal.usage("the strengths λ to choose from must be positive numbers, at least one")
    }
    guard rowsPerBlock >= 1, leaveOutRows >= 1 else {
      throw Refusal.usage(
        "features are computed for at least one row at a time, not \(min(rowsPerBlock, leaveOutRows))")
    }
    guard data.sampleCount >= 2, data.targets.columnCount >= 1 else {
      throw Refusal.input("a last layer is fitted to at least two samples with a target; found \(data.sampleCount)")
    }
    guard data.featureCount == map.inputCount else {
      throw Refusal.input(
        "the samples have \(data.featureCount) features, but the map \(map.name) takes \(map.inputCount)")
    }
    guard data.features.elements.allSatisfy({ Float($0).isFinite }) else {
      throw Refusal.input("the training data contain values that are not finite in Float32, which ends at 3.4e38")
    }
    if let image = shifts?.image, image.height * image.width != data.featureCount {
      throw Refusal.usage(
        "images of \(image.height) × \(image.width) to be shifted have another number of pixels than the samples, which have \(data.featureCount)"
      )
    }
  }

  private func checkSize(rows: Int, width: Int) throws {
    let side = min(rows, width)
    guard side <= Self.sideLimit, width <= rows || rows * width <= Self.entryLimit else {
      throw Refusal.usage(
        "\(width) features of \(rows) rows are too many to fit: of the two numbers the smaller may be at most \(Self.sideLimit), and their product at most \(Self.entryLimit) where the features are more; choose a smaller width"
      )
    }
  }
}

import Compression
public import ConvexFunctions
import DataModels
public import LinearAlgebra
import PackedInference
import Quantization

/// A form of the weights whose error the theory predicts, by the names that `compress` uses.
///
/// One value says both what becomes of a random weight, for integrals, and of a matrix, for draws.
public enum MixtureFormat: Sendable, Equatable {
  /// As trained; 16 bits lose too little to be seen.
  case dense(String)
  /// sign(W), zeros staying zero, under one scale for all classes: the one-bit version of the paper.
  case commonSign
  /// Signs under one scale per class, as `SignForm` stores them.
  case sign
  case ternary
  /// Mid-rise integers, as `IntegerForm` stores them.
  case integer(bits: Int)
  /// The largest weights of each class, that share of all weights being set to zero.
  case pruned(fraction: Double)

  /// The format of that name; nil when there is none.
  public static func named(_ name: String) -> MixtureFormat? {
    switch name {
    case Float32Form().name, Float16Form().name, SparseForm().name: .dense(name)
    case SignForm().name: .sign
    case TernaryForm().name: .ternary
    default: MidRiseInteger.widths.first { IntegerForm(bits: $0).name == name }.map { .integer(bits: $0) }
    }
  }

  public var name: String {
    switch self {
    case .dense(let name): name
    case .commonSign: "common sign"
    case .sign: SignForm().name
    case .ternary: TernaryForm().name
    case .integer(let bits): IntegerForm(bits: bits).name
    case .pruned(let fraction): PrunedForm(fraction: fraction).name
    }
  }

  /// The weights W (k × d) in this form.
  public func applied(to weights: Matrix, structure: SolutionStructure) -> Matrix {
    switch self {
    case .dense: weights
    case .commonSign: CommonSigns.of(weights)
    case .sign: SignForm().layer(of: weights, structure: structure).matrix
    case .ternary: TernaryForm().layer(of: weights, structure: structure).matrix
    case .integer(let bits): IntegerForm(bits: bits).layer(of: weights, structure: structure).matrix
    case .pruned(let fraction): PrunedForm(fraction: fraction).layer(of: weights, structure: structure).matrix
    }
  }

  /// The same for a random weight of each column; nil where a form depends on more than the weight.
  ///
  /// That is so for integers of sparse weights, whose zeros `IntegerForm` rounds away, and where pruning has to choose
  /// among weights at the boundary.
  func maps(
    of columns: [ColumnSolution], structure: SolutionStructure, groups: [FeatureGroup]
  ) throws -> [WeightMap]? {
    var maps: [WeightMap] = []
    for column in columns {
      guard let map = try map(of: column, among: columns, structure: structure, groups: groups) else { return nil }
      maps.append(map)
    }
    return maps
  }

  private func map(
    of column: ColumnSolution, among columns: [ColumnSolution], structure: SolutionStructure, groups: [FeatureGroup]
  ) throws -> WeightMap? {
    let weights = WeightStatistics(column, groups)
    switch self {
    case .dense: return WeightMap(identity: column)
    case .commonSign:
      // The scale matters beside an intercept only.
      var (size, count) = (0.0, 0.0)
      for other in columns {
        size += WeightStatistics(other, groups).meanMagnitude
        count += other.nonzeroFraction
      }
      let scale = count > 0 ? size / count : 1
      return WeightMap(OddPiecewiseLinear([.init(0, .infinity, constant: scale)]), of: column)
    case .sign:
      let scale = structure == .boundary ? column.penaltyValue : weights.meanMagnitude(above: 0)
      return WeightMap(OddPiecewiseLinear([.init(0, .infinity, constant: scale)]), of: column)
    case .ternary:
      let threshold =
        0.7 * (structure == .zeros ? weights.meanMagnitude(above: 0) : weights.meanMagnitude)
      let scale = weights.meanMagnitude(above: threshold)
      return WeightMap(OddPiecewiseLinear([.init(threshold, .infinity, constant: scale)]), of: column)
    case .integer(let bits):
      guard structure != .zeros else { return nil }
      let range =
        structure == .boundary
        ? column.penaltyValue : 3 * (column.squaredNorm / weights.count).squareRoot()
      return WeightMap(Self.staircase(bits: bits, range: range), of: column)
    case .pruned(let fraction):
      let kept = 1 - fraction
      guard structure != .boundary || kept >= column.boundaryFraction else { return nil }
      guard kept < column.nonzeroFraction else { return WeightMap(identity: column) }
      let threshold = try weights.threshold(keeping: kept)
      return WeightMap(OddPiecewiseLinear([.init(threshold, .infinity, slope: 1)]), of: column)
    }
  }

  /// 2^b levels ±(i + ½)Δ, Δ = 2 range/2^b, the outermost for everything beyond.
  private static func staircase(bits: Int, range: Double) -> OddPiecewiseLinear {
    let half = 1 << (bits - 1)
    let step = range / Double(half)
    return OddPiecewiseLinear(
      (0..<half).map { cell in
        let low = Double(cell) * step
        return OddPiecewiseLinear.Piece(low, cell == half - 1 ? .infinity : low + step, constant: low + step / 2)
      })
  }
}

public import DataModels
public import FeatureMaps
import LinearAlgebra
public import PackedInference

/// The rows that a network is trained on, a byte for each input.
public struct TrainingRows: Sendable {
  public let levels: InputLevels
  public let inputCount: Int
  let loss: NetworkLoss
  private let bytes: [UInt8]
  private let shifts: Shifts?
  /// The level of 0, which fills what comes into a moved image.
  private let zero: UInt8

  /// - Throws: a `Refusal` of kind `usage` where a value is not finite in Float32.
  public init(_ data: LabeledData, shifts: Shifts? = nil) throws {
    let features = FloatMatrix(data.features)
    levels = try InputLevels(of: features, sharing: shifts != nil)
    inputCount = features.columnCount
    bytes = levels.levels(of: features)
    loss = NetworkLoss(data.targets)
    self.shifts = shifts
    zero = levels.level(0, input: 0)
  }

  public var rowCount: Int { bytes.count / inputCount }

  /// How many moves an image has; 1 without shifts.
  var moveCount: Int { shifts?.moves.count ?? 1 }

  /// Some rows as whole numbers in Float32, each moved by the move of that number.
  func batch(_ rows: ArraySlice<Int>, moves: ArraySlice<Int>) -> FloatMatrix {
    let d = inputCount
    var result = FloatMatrix(rows: rows.count, columns: d, repeating: Float(zero))
    let all = shifts?.moves ?? []
    bytes.withUnsafeBufferPointer { bytes in
      result.forEachRow { row, i in
        let first = rows[rows.startIndex + i] * d
        let move = moves[moves.startIndex + i]
        guard let shifts, move > 0 else {
          for j in 0..<d { row[j] = Float(bytes[first + j]) }
          return
        }
        shifts.forEachPixel(moved: all[move]) { row[$1] = Float(bytes[first + $0]) }
      }
    }
    return result
  }
}

public import FeatureMaps
public import LinearAlgebra
import Messages

/// A trained layer of binary weights and binary outputs, run on packed bits: batch normalization is folded into thresholds.
///
///     yᵣ = +1 where Σⱼ sᵣⱼ qⱼ ≥ tᵣ, else −1,   s = ±1, t whole numbers
///
/// where q are the signs of the inputs (−1 where xⱼ < 0), as layers behind the first read them, or their levels of eight bits.
/// Signs times signs are XOR and popcount; levels are eight planes of bits, each of them the same. All sums are exact, so that
/// the outputs depend on no kernel set, and are those of the network that was trained.
///
/// - Complexity: O(w d / 32) words for each row, eight times that for levels.
/// - Source: Courbariaux et al., *Binarized neural networks*, arXiv 1602.02830; thresholds: Umuroglu et al., *FINN*,
///   arXiv 1612.07119, section 4.2.2.
public struct BinaryMap: FeatureMap {
  /// What the sums run over.
  public enum Input: Sendable, Equatable {
    case signs
    case levels(InputLevels)
  }

  public let input: Input
  /// s (w × d).
  public let signs: PackedSigns
  /// t.
  public let thresholds: [Int32]
  /// How many weights of each row are −1.
  private let negatives: [UInt32]

  /// The most inputs: sums then stay below 2²⁴, where Float32, in which a network is trained, has every whole number.
  public static let largestInputCount = 65_793

  /// - Throws: a `Refusal` of kind `usage` for too many inputs, or where thresholds or levels do not fit the weights.
  public init(input: Input, signs: PackedSigns, thresholds: [Int32]) throws {
    guard signs.columnCount <= Self.largestInputCount else {
      throw Refusal.usage(
        "a binary layer takes at most \(Self.largestInputCount) inputs, so that its sums are exact; found \(signs.columnCount)"
      )
    }
    if case .levels(let levels) = input, !levels.isShared, levels.lows.count != signs.columnCount {
      throw Refusal.usage("the levels of \(levels.lows.count) inputs do not fit a layer of \(signs.columnCount)")
    }
    let largest = Self.largestSum(input, signs.columnCount)
    guard thresholds.count == signs.rowCount,
      thresholds.allSatisfy({ Int($0) >= -largest && Int($0) <= largest + 1 })
    else {
      throw Refusal.usage(
        "a binary layer of \(signs.rowCount) outputs has as many thresholds, from \(-largest) to \(largest + 1)")
    }
    self.input = input
    self.signs = signs
    self.thresholds = thresholds
    negatives = signs.distances(fromPlanes: [UInt32](repeating: 0, count: signs.wordsPerPlane))
  }

  /// The largest sum over so many inputs; thresholds lie between its negative and one above it, where no sum reaches.
  public static func largestSum(_ input: Input, _ inputCount: Int) -> Int {
    input == .signs ? inputCount : InputLevels.largest * inputCount
  }

  /// The bytes of a threshold in a file: as few as hold all that are possible.
  static func thresholdBytes(_ input: Input, _ inputCount: Int) -> Int {
    let largest = largestSum(input, inputCount) + 1
    return (1...4).first { largest < 1 << (8 * $0 - 1) }!
  }

  public var name: String { "binary" }
  public var inputCount: Int { signs.columnCount }
  public var outputCount: Int { signs.rowCount }
  public var storedBits: Int { outputCount * (inputCount + 8 * Self.thresholdBytes(input, inputCount)) }
  public var origin: LayerOrigin { .stored }
  public var withStoredNumbers: BinaryMap { self }

  public func features(of rows: FloatMatrix) -> FloatMatrix {
    precondition(rows.columnCount == inputCount)
    var result = FloatMatrix(rows: rows.rowCount, columns: outputCount)
    for i in 0..<rows.rowCount {
      let sums = sums(of: rows.elements[rows.range(ofRow: i)])
      for r in sums.indices { result.elements[i * outputCount + r] = sums[r] >= thresholds[r] ? 1 : -1 }
    }
    return result
  }

  /// Σⱼ sᵣⱼ qⱼ for each output.
  func sums(of row: ArraySlice<Float>) -> [Int32] {
    switch input {
    case .signs:
      let count = Int32(inputCount)
      return signs.distances(fromPlanes: plane(ofSigns: row)).map { count - 2 * Int32($0) }
    case .levels(let levels):
      let distances = signs.distances(fromPlanes: planes(of: row, levels))
      return distances.indices.map { Int32(distances[$0]) - Int32(InputLevels.largest) * Int32(negatives[$0]) }
    }
  }

  /// A bit is 1 where an input is negative.
  private func plane(ofSigns row: ArraySlice<Float>) -> [UInt32] {
    var plane = [UInt32](repeating: 0, count: signs.wordsPerPlane)
    for (j, x) in row.enumerated() where x < 0 { plane[j / 32] |= 1 << UInt32(j % 32) }
    return plane
  }

  /// Plane p holds bit p of each level; eight levels change places with their bits at once.
  private func planes(of row: ArraySlice<Float>, _ levels: InputLevels) -> [UInt32] {
    let words = signs.wordsPerPlane
    var planes = [UInt32](repeating: 0, count: 8 * words)
    for first in stride(from: 0, to: inputCount, by: 8) {
      var eight: UInt64 = 0
      for j in first..<min(first + 8, inputCount) {
        eight |= UInt64(levels.level(row[row.startIndex + j], input: j)) << UInt64(8 * (j - first))
      }
      let bits = transposedBits(eight)
      for p in 0..<8 {
        planes[p * words + first / 32] |= UInt32(bits >> UInt64(8 * p) & 0xFF) << UInt32(first % 32)
      }
    }
    return planes
  }
}

import FeatureMaps
import LinearAlgebra

/// The features of all training rows, a block at a time, so that n × w numbers need not be in memory.
///
/// A block holds whole samples with all their shifted copies; where everything is small enough it is kept after the
/// first time.
struct FeatureBlocks {
  /// Entries (n c × w) up to which features are kept: 512 MiB.
  static let keepLimit = 1 << 27

  let map: any FeatureMap
  let samples: Matrix
  let shifts: Shifts?
  /// The samples of each block.
  let ranges: [Range<Int>]
  private var kept: [FloatMatrix?]
  private let keeps: Bool

  init(_ map: any FeatureMap, _ samples: Matrix, shifts: Shifts?, rowsPerBlock: Int) {
    self.map = map
    self.samples = samples
    self.shifts = shifts
    let copies = shifts?.moves.count ?? 1
    let step = max(1, rowsPerBlock / copies)
    ranges = stride(from: 0, to: samples.rowCount, by: step).map { $0..<min($0 + step, samples.rowCount) }
    kept = Array(repeating: nil, count: ranges.count)
    keeps = samples.rowCount * copies * map.outputCount <= Self.keepLimit
  }

  /// Copies of each sample, itself included.
  var copyCount: Int { shifts?.moves.count ?? 1 }
  /// n c.
  var rowCount: Int { samples.rowCount * copyCount }

  /// The features of one block: all copies of its first sample, then those of the next.
  mutating func block(_ index: Int) -> FloatMatrix {
    if let block = kept[index] { return block }
    let rows = FloatMatrix(rows: ranges[index], of: samples)
    let block = map.features(of: shifts?.copies(of: rows) ?? rows)
    if keeps { kept[index] = block }
    return block
  }
}

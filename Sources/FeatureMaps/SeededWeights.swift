import LinearAlgebra

/// Random weights as pure functions of (seed, layer, index).
///
///     stream = RandomStream(seed).branch("features").branch("layer", layer)
///
/// Signs of row r are bits of the words from r ⌈columns / 32⌉ of branch "signs": word ⌊j / 32⌋ there, bit j mod 32,
/// set for −1. Gaussians are those of branch "gaussians" row by row. `Documentation/RandomStreams.md` freezes both.
struct SeededWeights: Sendable {
  let stream: RandomStream

  init(seed: UInt64, layer: Int) {
    stream = RandomStream(seed: seed).branch("features").branch("layer", layer)
  }

  /// The words that hold the signs of all rows, ⌈columns / 32⌉ for each.
  private func signWords(rows: Int, columns: Int) -> [UInt32] {
    var signs = stream.branch("signs")
    return signs.words(rows * wordsPerRow(columns))
  }

  private func wordsPerRow(_ columns: Int) -> Int { (columns + 31) / 32 }

  /// Signs ±1 (rows × columns).
  func signs(rows: Int, columns: Int) -> FloatMatrix {
    let words = signWords(rows: rows, columns: columns)
    let perRow = wordsPerRow(columns)
    var result = FloatMatrix(rows: rows, columns: columns)
    result.elements.withUnsafeMutableBufferPointer { result in
      words.withUnsafeBufferPointer { words in
        for r in 0..<rows {
          for j in 0..<columns {
            result[r * columns + j] = words[r * perRow + j / 32] >> UInt32(j % 32) & 1 == 1 ? -1 : 1
          }
        }
      }
    }
    return result
  }

  /// The same signs at one bit each.
  func packedSigns(rows: Int, columns: Int) -> PackedSigns {
    let words = signWords(rows: rows, columns: columns)
    let perRow = wordsPerRow(columns)
    let bytesPerRow = (columns + 7) / 8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows * bytesPerRow)
    for r in 0..<rows {
      for i in 0..<bytesPerRow {
        bytes.append(UInt8(truncatingIfNeeded: words[r * perRow + i / 4] >> UInt32(i % 4 * 8)))
      }
    }
    return PackedSigns(validRows: rows, columns: columns, signs: bytes)
  }

  /// Standard Gaussians (rows × columns).
  func gaussians(rows: Int, columns: Int) -> FloatMatrix {
    var gaussians = stream.branch("gaussians")
    return FloatMatrix(rows: rows, columns: columns, elements: gaussians.floatGaussians(rows * columns))
  }
}

extension FloatMatrix {
  /// Signs as numbers ±1.
  init(_ signs: PackedSigns) {
    let bytes = signs.plainRows
    let perRow = (signs.columnCount + 7) / 8
    self.init(rows: signs.rowCount, columns: signs.columnCount)
    for r in 0..<rowCount {
      for j in 0..<columnCount {
        elements[r * columnCount + j] = bytes[r * perRow + j / 8] >> UInt8(j % 8) & 1 == 1 ? -1 : 1
      }
    }
  }

  /// Its rows in groups of at most so many.
  func split(rows step: Int) -> [FloatMatrix] {
    stride(from: 0, to: rowCount, by: step).map { low in
      let high = min(low + step, rowCount)
      return FloatMatrix(
        rows: high - low, columns: columnCount, elements: Array(elements[low * columnCount..<high * columnCount]))
    }
  }
}

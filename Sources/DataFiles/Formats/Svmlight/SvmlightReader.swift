import LinearAlgebra
import Messages

/// Reads svmlight text into a dense matrix: one line `label index:value …` per sample, zeros left out.
///
/// Indices increase along a line. Labels are numbers; several per sample (`1,3`) and `qid:` are refused, as neither
/// can be learned here.
///
/// - Source: T. Joachims, *SVM-light*, "How to use"; libsvm, README, "Usage".
struct SvmlightReader {
  /// The index of the first feature; nil: 0 where it occurs, else 1.
  let firstIndex: Int?
  /// The width of the matrix where it is known; else the largest index tells.
  let featureCount: Int?
  let observer: ReadingObserver

  struct Table {
    var features: Matrix
    var labels: [Double]
    /// The index of the first feature, given or found.
    var firstIndex: Int
  }

  /// - Throws: a `Refusal` of kind `input` that names the line.
  /// - Complexity: one pass over the text; memory for 12 bytes per pair and for the dense matrix, which is refused
  ///   beyond 64 times the bytes of the file and 100 MB.
  func read(_ file: FileBytes) throws -> Table {
    let rows = try file.bytes.withUnsafeBufferPointer { try sparseRows($0, file.name) }
    let first = firstIndex ?? (rows.hasZero ? 0 : 1)
    if first == 1, rows.hasZero {
      throw Refusal.input(
        "\(file.name), line \(rows.lineOfSmallest): found the index 0, expected indices from 1, by the training rows or the :1 behind "
          + "the name; write \(file.name):0 if indices begin with 0")
    }
    let width = rows.largest + 1 - first
    if let featureCount, width > featureCount {
      throw Refusal.input(
        "\(file.name), line \(rows.lineOfLargest): found the index \(rows.largest) where features count from \(first), "
          + "expected at most \(featureCount) features as in training; leave the others out")
    }
    let d = featureCount ?? width
    guard d > 0 else {
      throw Refusal.input("\(file.name): no line has a feature, expected index:value pairs; check how it was made")
    }
    let n = rows.labels.count
    let most = 64.0 * Double(file.bytes.count) + 100e6 - Double(file.bytes.count + 12 * rows.values.count)
    let size = 8 * Double(n) * Double(d)
    guard size <= most else {
      throw Refusal.input(
        "\(file.name): \(NumberText.grouped(n)) rows of \(NumberText.grouped(d)) features"
          + (featureCount == nil ? " (the largest index, \(rows.largest), stands on line \(rows.lineOfLargest))" : "")
          + " would fill \(NumberText.bytes(Int(min(size, 0x1p62)))) as a dense matrix, for a file of "
          + "\(NumberText.bytes(file.bytes.count)); renumber or hash the features into fewer")
    }
    var features = Matrix(rows: n, columns: d)
    for i in 0..<n {
      for k in rows.starts[i]..<rows.starts[i + 1] {
        features.elements[i * d + Int(rows.indices[k]) - first] = rows.values[k]
      }
    }
    return Table(features: features, labels: rows.labels, firstIndex: first)
  }

  /// The pairs of all lines, one line after the other.
  private struct SparseRows {
    var labels: [Double] = []
    var starts = [0]
    var indices: [UInt32] = []
    var values: [Double] = []
    var largest = 0
    var lineOfLargest = 1
    var hasZero = false
    var lineOfSmallest = 1
  }

  private func sparseRows(_ bytes: UnsafeBufferPointer<UInt8>, _ name: String) throws -> SparseRows {
    var rows = SparseRows()
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    var reported = 0
    while start < bytes.count {
      var line = SvmlightLine(bytes, at: start)
      start = line.next
      number += 1
      if start - reported > 1 << 20 {
        reported = start
        observer(start, bytes.count)
      }
      guard let label = line.word() else { continue }
      rows.labels.append(try self.label(label, name, number))
      var previous = -1
      while let word = line.word() {
        let (index, value) = try pair(word, name, number)
        guard index > previous else {
          throw Refusal.input(
            "\(name), line \(number): the index \(index) follows \(previous), expected increasing indices; sort the line"
          )
        }
        previous = index
        rows.indices.append(UInt32(index))
        rows.values.append(value)
        if index == 0, !rows.hasZero { (rows.hasZero, rows.lineOfSmallest) = (true, number) }
        if index > rows.largest { (rows.largest, rows.lineOfLargest) = (index, number) }
      }
      rows.starts.append(rows.indices.count)
    }
    observer(bytes.count, bytes.count)
    guard !rows.labels.isEmpty else {
      throw Refusal.input("\(name): holds no rows, expected lines of label index:value; check how it was made")
    }
    return rows
  }

  private func label(_ word: UnsafeBufferPointer<UInt8>, _ name: String, _ line: Int) throws -> Double {
    if let number = DecimalNumber.parse(word), number.isFinite { return number }
    let advice: String
    if word.contains(UInt8(ascii: ":")) {
      advice = "expected a label before the pairs; put one there"
    } else if word.contains(UInt8(ascii: ",")) {
      advice = "expected one label; several per sample cannot be learned here, keep one"
    } else {
      advice = "expected a number as the label; write classes as numbers"
    }
    throw Refusal.input("\(name), line \(line): found \(excerpt(word)), \(advice)")
  }

  private func pair(
    _ word: UnsafeBufferPointer<UInt8>, _ name: String, _ line: Int
  ) throws -> (index: Int, value: Double) {
    guard let pair = SvmlightLine.Pair(word) else {
      throw Refusal.input("\(name), line \(line): found \(excerpt(word)), expected index:value; correct the line")
    }
    guard let index = pair.index else {
      let isQuery = pair.name.elementsEqual("qid".utf8)
      throw Refusal.input(
        "\(name), line \(line): found \(excerpt(word)), "
          + (isQuery
            ? "which ranks samples within a query; that cannot be learned here, remove the qid"
            : "expected a whole number below 1,000,000,000 before the colon; correct the line"))
    }
    guard let value = pair.number, !value.isInfinite else {
      throw Refusal.input(
        "\(name), line \(line): found \(excerpt(word)), expected a number behind the colon; correct the line")
    }
    return (index, value)
  }

  private func excerpt(_ word: UnsafeBufferPointer<UInt8>) -> String {
    "\"" + String(decoding: word.prefix(40), as: UTF8.self) + (word.count > 40 ? "…\"" : "\"")
  }
}

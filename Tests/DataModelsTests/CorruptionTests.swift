import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct CorruptionTests {
  private let stream = RandomStream(seed: 43).branch("corruption")

  /// How many of each class (row) became each class (column).
  private func flips(_ before: LabeledData, _ after: LabeledData) -> [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: before.names.count), count: before.names.count)
    for (a, b) in zip(before.labels, after.labels) { counts[a][b] += 1 }
    return counts
  }

  /// Exactly round(c nⱼ) labels of class j change, and every other class gets its share of them within one.
  @Test func countsAreExactAndEven() throws {
    for sizes in [[10, 10], [1, 1, 1], [30, 7, 12, 100], [0, 5, 9], [1000, 1, 3, 17, 40]] {
      let data = try numbered(sizes: sizes)
      for share in [0, 0.001, 0.1, 0.25, 0.3, 0.5, 0.77, 1] {
        let corrupted = try data.corrupted(share, using: stream)
        #expect(corrupted.features == data.features && corrupted.names == data.names)
        #expect(corrupted.imageShape == data.imageShape)
        for (label, row) in flips(data, corrupted).enumerated() {
          let flipped = Int((share * Double(sizes[label])).rounded())
          #expect(row[label] == sizes[label] - flipped)
          let others = row.indices.filter { $0 != label }.map { row[$0] }
          #expect(others.max()! - others.min()! <= 1)
        }
      }
    }
  }

  @Test func noneAndAll() throws {
    let data = try numbered(sizes: [8, 9, 10])
    #expect(try data.corrupted(0, using: stream) == data)
    #expect(zip(try data.corrupted(1, using: stream).labels, data.labels).allSatisfy { $0 != $1 })
    let two = try numbered(sizes: [6, 5])
    #expect(try two.corrupted(1, using: stream).labels == two.labels.map { 1 - $0 })
  }

  @Test func sameStreamSameLabels() throws {
    let data = try numbered(sizes: [50, 50, 50])
    #expect(try data.corrupted(0.3, using: stream) == data.corrupted(0.3, using: stream))
    #expect(try data.corrupted(0.3, using: stream) != data.corrupted(0.3, using: stream.branch("other")))
  }

  /// Every row is as likely to be picked: over 400 streams each of 20 rows 120 ± 4 √(400 · 0.3 · 0.7) times.
  @Test func rowsArePickedAtRandom() throws {
    let data = try numbered(sizes: [10, 10])
    var picked = [Int](repeating: 0, count: 20)
    for trial in 0..<400 {
      let labels = try data.corrupted(0.3, using: stream.branch("trial", trial)).labels
      for i in 0..<20 where labels[i] != data.labels[i] { picked[i] += 1 }
    }
    #expect(picked.allSatisfy { abs(Double($0) - 120) <= 4 * (400 * 0.3 * 0.7).squareRoot() })
  }

  @Test func refusals() throws {
    let data = try numbered(sizes: [3, 3])
    for share in [-0.01, 1.01, .nan, .infinity] {
      #expect(refusal { try data.corrupted(share, using: stream) }?.kind == .usage)
    }
    let values = try numbered(values: 5)
    #expect(refusal { try values.corrupted(0.5, using: stream) }?.kind == .usage)
    #expect(try values.corrupted(0, using: stream) == values)
  }
}

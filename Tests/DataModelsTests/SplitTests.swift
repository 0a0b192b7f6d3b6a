import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct SplitTests {
  private let stream = RandomStream(seed: 44).branch("split")

  /// Every row on exactly one side, with its own target.
  private func isPartition(_ parts: [LabeledData], of data: LabeledData) -> Bool {
    parts.flatMap(\.rowNumbers).sorted() == Array(0..<data.sampleCount) && parts.allSatisfy { $0.agrees(with: data) }
  }

  @Test(arguments: Split.Order.allCases) func partsAreDisjointAndExhaustive(order: Split.Order) throws {
    for data in [try numbered(sizes: [20, 13, 4]), try numbered(values: 37)] {
      for size in [.count(1), .count(12), .count(36), .fraction(0.001), .fraction(0.3), .fraction(0.999)]
        as [Split.Size]
      {
        let split = try Split(data, test: size, order: order, using: stream)
        #expect(isPartition([split.training, split.test], of: data))
        #expect(split == (try Split(data, test: size, order: order, using: stream)))
        if order == .ordered { #expect((split.training.rowNumbers + split.test.rowNumbers) == Array(0..<37)) }
      }
    }
  }

  @Test func sizes() throws {
    let data = try numbered(values: 10)
    func testCount(_ size: Split.Size) throws -> Int {
      try Split(data, test: size, order: .ordered, using: stream).test.sampleCount
    }
    #expect(try testCount(.count(1)) == 1 && testCount(.count(9)) == 9)
    #expect(try testCount(.fraction(0.2)) == 2 && testCount(.fraction(0.26)) == 3)
    // At least one row on each side.
    #expect(try testCount(.fraction(1e-9)) == 1 && testCount(.fraction(1 - 1e-9)) == 9)
    for size in [.count(0), .count(10), .count(11), .count(-1), .count(.max)] as [Split.Size] {
      #expect(refusal { try testCount(size) }?.kind == .usage)
    }
    for share in [0, 1, -0.1, 1.5, .nan] { #expect(refusal { try testCount(.fraction(share)) }?.kind == .usage) }
    for count in [0, 1] {
      let few = try numbered(values: count)
      #expect(refusal { try Split(few, test: .fraction(0.5), order: .ordered, using: stream) }?.kind == .input)
    }
  }

  @Test func shuffleDependsOnTheStreamOnly() throws {
    let data = try numbered(values: 100)
    func rows(_ stream: RandomStream) throws -> [Int] {
      try Split(data, test: .fraction(0.5), order: .shuffled, using: stream).test.rowNumbers
    }
    #expect(try rows(stream) == rows(stream))
    #expect(try rows(stream) != rows(stream.branch("other")))
    #expect(try rows(stream).sorted() != Array(50..<100))
  }

  @Test func perClassTakesTheFirstRows() throws {
    let data = try numbered(sizes: [20, 13, 4])
    for (given, wanted) in [
      ([1], [1, 1, 1]), ([4], [4, 4, 4]), ([20, 12, 4], [20, 12, 4]), ([5, 13, 1], [5, 13, 1]),
    ] {
      let split = try Split(data, perClass: given)
      #expect(isPartition([split.training, split.test], of: data))
      #expect(split.training.classSizes == wanted)
      #expect(split.training.rowNumbers == split.training.rowNumbers.sorted())
      #expect(split.test.rowNumbers == split.test.rowNumbers.sorted())
      // No row of a class that is left over comes before one that trains.
      for label in 0..<3 {
        let last = split.training.rowNumbers.last { data.labels[$0] == label }!
        #expect(zip(split.test.rowNumbers, split.test.labels).allSatisfy { $0.1 != label || $0.0 > last })
      }
    }
  }

  @Test func perClassRefusals() throws {
    let data = try numbered(sizes: [20, 13, 4])
    #expect(
      refusal { try Split(data, perClass: [5]) } == .input("class \"class 2\" has only 4 rows; 5 were asked for"))
    #expect(refusal { try Split(data, perClass: [20, 13, 4]) }?.message.contains("none is left to test") == true)
    for wrong in [[], [0], [1, 1], [1, 1, 1, 1], [1, -1, 1], [.min]] {
      #expect(refusal { try Split(data, perClass: wrong) }?.kind == .usage)
    }
    #expect(refusal { try Split(numbered(values: 5), perClass: [1]) }?.kind == .usage)
    #expect(refusal { try Split(numbered(sizes: [3, 0]), perClass: [1]) }?.message.contains("only 0 rows") == true)
  }
}

@Suite struct FoldTests {
  private let stream = RandomStream(seed: 44).branch("fold")

  /// Balanced, unbalanced, and many classes of one row beside a large one.
  static let sizes: [[Int]] = [
    [10, 10], [50, 50, 50, 50, 50], [100, 3, 1], [7, 0, 5], [1000, 400, 30, 7, 2],
    [1000] + [Int](repeating: 1, count: 100), [Int](repeating: 2, count: 40), [1, 1],
  ]
  static let shares = [0.01, 0.1, 0.2, 0.25, 0.3, 0.5, 0.6, 0.75, 0.99]

  /// Fit and validation are disjoint and together all rows; each row is held out exactly once, unless a part is more
  /// than half of the rows; and each class gives to each part its share, rounded up or down.
  @Test(arguments: sizes, shares) func foldsAreStratified(sizes: [Int], share: Double) throws {
    let data = try numbered(sizes: sizes)
    let n = data.sampleCount
    let folds = try Fold.inTurn(data, validation: share, using: stream)
    let count = share > 0.5 ? 1 : min(n, Int((1 / share).rounded()))
    #expect(folds.count == count)
    let size = share > 0.5 ? Double(min(max(1, Int((share * Double(n)).rounded())), n - 1)) : Double(n) / Double(count)
    for fold in folds {
      #expect((Double(fold.validation.sampleCount) - size).magnitude < 1)
      #expect((fold.fit.rowNumbers + fold.validation.rowNumbers).sorted() == Array(0..<n))
      #expect(fold.fit.agrees(with: data) && fold.validation.agrees(with: data))
      for (count, all) in zip(fold.validation.classSizes, sizes) {
        let exact = Double(all) * size / Double(n)
        #expect(Double(count) >= exact.rounded(.down) && Double(count) <= exact.rounded(.up))
      }
    }
    let held = folds.flatMap(\.validation.rowNumbers)
    #expect(Set(held).count == held.count && (share > 0.5 || held.count == n))
  }

  @Test func valuesAreSharedOutToo() throws {
    let data = try numbered(values: 23)
    let folds = try Fold.inTurn(data, validation: 0.2, using: stream)
    #expect(folds.count == 5)
    for fold in folds {
      #expect((4...5).contains(fold.validation.sampleCount))
      #expect((fold.fit.rowNumbers + fold.validation.rowNumbers).sorted() == Array(0..<23))
      #expect(fold.fit.agrees(with: data) && fold.validation.agrees(with: data))
    }
    #expect(folds.flatMap(\.validation.rowNumbers).sorted() == Array(0..<23))
  }

  @Test func mostLimitsTheFolds() throws {
    let data = try numbered(sizes: [30, 20])
    let all = try Fold.inTurn(data, validation: 0.2, using: stream)
    #expect(all.count == 5)
    for most in 1...6 {
      #expect(try Fold.inTurn(data, validation: 0.2, most: most, using: stream) == Array(all.prefix(most)))
    }
    #expect(try Fold.inTurn(data, validation: 0.2, most: 0, using: stream) == Array(all.prefix(1)))
  }

  /// The order of the rows carries no meaning: over 300 streams each of 20 rows is held out first
  /// 60 ± 4 √(300 · 0.2 · 0.8) times.
  @Test func rowsAreHeldOutAtRandom() throws {
    for data in [try numbered(sizes: [15, 5], shuffled: false), try numbered(values: 20)] {
      var held = [Int](repeating: 0, count: 20)
      for trial in 0..<300 {
        let fold = try Fold.inTurn(data, validation: 0.2, most: 1, using: stream.branch("trial", trial))[0]
        for i in fold.validation.rowNumbers { held[i] += 1 }
      }
      #expect(held.allSatisfy { abs(Double($0) - 60) <= 4 * (300 * 0.2 * 0.8).squareRoot() })
    }
  }

  @Test func refusals() throws {
    for share in [0, 1, -1, .nan] {
      #expect(refusal { try Fold.inTurn(numbered(values: 9), validation: share, using: stream) }?.kind == .usage)
    }
    #expect(refusal { try Fold.inTurn(numbered(values: 1), validation: 0.2, using: stream) }?.kind == .input)
    #expect(refusal { try Fold.inTurn(numbered(values: 0), validation: 0.2, using: stream) }?.kind == .input)
  }
}

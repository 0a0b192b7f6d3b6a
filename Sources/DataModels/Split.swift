public import LinearAlgebra
import Messages

/// Rows set apart for a purpose that must not see the others.
public struct Split: Sendable, Equatable {
  public let training: LabeledData
  /// Measured once, at the end; nothing is chosen by it.
  public let test: LabeledData

  /// How the rows are ordered before the last ones become the test.
  public enum Order: String, Sendable, Codable, CaseIterable {
    case ordered, shuffled
  }

  /// How much is set apart: a fraction of the rows or a number of them.
  public enum Size: Sendable, Equatable {
    case fraction(Double)
    case count(Int)

    /// The number of rows of n, at least one on each side.
    func rows(of n: Int) throws -> Int {
      switch self {
      case .fraction(let share):
        guard share > 0, share < 1 else {
          throw Refusal.usage("a share of rows must lie between 0 and 1; found \(NumberText.short(share))")
        }
        let rows = Int((share * Double(n)).rounded())
        guard n >= 2 else {
          throw Refusal.input("rows must be set apart, and there is only \(n) to divide; bring more rows")
        }
        return min(max(1, rows), n - 1)
      case .count(let rows):
        guard rows >= 1, rows < n else {
          throw Refusal.usage("\(rows) of \(n) rows cannot be set apart; at least one must remain on each side")
        }
        return rows
      }
    }
  }

  /// The last rows, as they come or after a shuffle, become the test.
  ///
  /// - Throws: a `Refusal` where a side would be empty.
  public init(_ data: LabeledData, test: Size, order: Order, using stream: RandomStream) throws {
    let n = data.sampleCount
    let count = try test.rows(of: n)
    var random = stream
    let rows = order == .shuffled ? random.permutation(n) : Array(0..<n)
    training = data.rows(Array(rows.prefix(n - count)))
    self.test = data.rows(Array(rows.suffix(count)))
  }

  /// The first rows of each class train, in the order of the data; all others are the test.
  ///
  /// - Parameter perClass: how many of each class, one number for all or one per class.
  /// - Throws: a `Refusal` where a class has too few rows, where nothing is left to test, or for real targets.
  public init(_ data: LabeledData, perClass: [Int]) throws {
    guard case .classes(let labels, let names) = data.targets else {
      throw Refusal.usage("rows per class need classes; the targets of these data are real values")
    }
    guard perClass.count == 1 || perClass.count == names.count, perClass.allSatisfy({ $0 >= 1 }) else {
      throw Refusal.usage("give one number of rows, or one for each of the \(names.count) classes, each at least 1")
    }
    let wanted = names.indices.map { perClass.count == 1 ? perClass[0] : perClass[$0] }
    var taken = [Int](repeating: 0, count: names.count)
    var (train, rest) = ([Int](), [Int]())
    for (i, label) in labels.enumerated() {
      if taken[label] < wanted[label] {
        taken[label] += 1
        train.append(i)
      } else {
        rest.append(i)
      }
    }
    for label in names.indices where taken[label] < wanted[label] {
      throw Refusal.input("class \"\(names[label])\" has only \(taken[label]) rows; \(wanted[label]) were asked for")
    }
    guard !rest.isEmpty else { throw Refusal.input("every row is used for training; none is left to test") }
    training = data.rows(train)
    test = data.rows(rest)
  }

  /// A split that was made elsewhere.
  public init(training: LabeledData, test: LabeledData) {
    self.training = training
    self.test = test
  }
}

/// A part of the training rows held out to choose by.
public struct Fold: Sendable, Equatable {
  public let fit: LabeledData
  public let validation: LabeledData

  /// The rows in as many parts as their size allows, each held out in turn: cross-validation.
  ///
  /// Shuffled always: the order of rows may carry meaning, and a choice should not depend on it. Classes keep
  /// their shares in every part, rounded up or down.
  ///
  /// - Parameters:
  ///   - share: the size of a part; 0.2 makes five folds whose sizes differ by one row at most, 0.6 a single one.
  ///   - most: at most so many folds are made.
  /// - Throws: a `Refusal` where a side would be empty.
  public static func inTurn(
    _ data: LabeledData, validation share: Double, most: Int = .max, using stream: RandomStream
  ) throws -> [Fold] {
    let n = data.sampleCount
    let size = try Split.Size.fraction(share).rows(of: n)
    let order = orderedByClass(data, stream)
    // Every P-th row of a run of rows, as a class is one, gives each part its share, rounded up or down. A
    // part of more than half is held out alone; its rows are spread likewise.
    let count = share > 0.5 ? 1 : Int(min(Double(n), (1 / share).rounded()))
    let parts = order.indices.map { i in
      share > 0.5 ? ((i + 1) * size / n > i * size / n ? 0 : 1) : i % count
    }
    return (0..<min(count, max(1, most))).map { part in
      Fold(
        fit: data.rows(order.indices.filter { parts[$0] != part }.map { order[$0] }),
        validation: data.rows(order.indices.filter { parts[$0] == part }.map { order[$0] }))
    }
  }

  /// All rows, shuffled, one class after the other.
  private static func orderedByClass(_ data: LabeledData, _ stream: RandomStream) -> [Int] {
    var random = stream
    let shuffled = random.permutation(data.sampleCount)
    guard case .classes(let labels, let names) = data.targets else { return shuffled }
    var classes = [[Int]](repeating: [], count: names.count)
    for i in shuffled { classes[labels[i]].append(i) }
    return classes.flatMap(\.self)
  }
}

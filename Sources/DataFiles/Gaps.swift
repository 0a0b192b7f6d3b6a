import LinearAlgebra
import Messages

/// The rule for numbers that are missing (NaN) where they are not cells of a table; infinite ones are refused.
struct Gaps {
  let missing: MissingRule
  let name: String
  /// False where the targets lie in another file, whose rows would lose their partners.
  let mayDrop: Bool

  /// Features and targets as the rule has them.
  func settled(_ samples: Samples) throws -> Samples {
    let features = samples.features
    let d = features.columnCount
    if let place = features.elements.firstIndex(where: \.isInfinite) {
      throw Refusal.input(
        "\(name), row \(place / d + 1), feature \(place % d + 1): found an infinite value, expected a number; "
          + "correct the value or remove the row")
    }
    let gapsInTargets = try rowsWithoutTarget(samples.targets)
    let gap = features.elements.firstIndex(where: \.isNaN)
    guard gap != nil || !gapsInTargets.isEmpty else { return samples }
    switch missing {
    case .keep: return samples
    case .error:
      let place = gap ?? 0
      throw Refusal.input(
        "\(name), row \(place / d + 1), feature \(place % d + 1): found nan, expected a number; "
          + "fill it in or choose --missing drop or --missing mean")
    case .drop:
      guard mayDrop else {
        throw Refusal.usage("--missing drop would part rows from their targets in another file; choose --missing mean")
      }
      let rows = (0..<features.rowCount).filter { i in
        !gapsInTargets.contains(i) && !features.row(i).contains(where: \.isNaN)
      }
      guard !rows.isEmpty else {
        throw Refusal.input("\(name): every row has a missing value, so that none is left; choose --missing mean")
      }
      var kept = samples
      kept.features = features.rows(rows)
      kept.droppedRowCount += features.rowCount - rows.count
      kept.targets = samples.targets.map { $0.rows(rows) }
      return kept
    }
  }

  /// The rows that may be dropped for their target.
  private func rowsWithoutTarget(_ targets: FoundTargets?) throws -> Set<Int> {
    guard let targets else { return [] }
    let (numbers, width): ([Double], Int)
    switch targets.content {
    case .column(.texts): return []
    case .column(.numbers(let column)): (numbers, width) = (column, 1)
    case .values(let matrix): (numbers, width) = (matrix.elements, matrix.columnCount)
    }
    let gaps = numbers.indices.filter { !numbers[$0].isFinite }
    if let place = gaps.first(where: { missing != .drop || !mayDrop || numbers[$0].isInfinite }) {
      throw Refusal.input(
        "\(targets.name), row \(place / width + 1): found \(numbers[place]) as the target, expected a number; "
          + "correct it or remove the row")
    }
    return Set(gaps.map { $0 / width })
  }
}

extension FoundTargets {
  /// The targets of the samples with the given indices, in that order.
  func rows(_ indices: [Int]) -> FoundTargets {
    var part = self
    switch content {
    case .column(.numbers(let numbers)): part.content = .column(.numbers(indices.map { numbers[$0] }))
    case .column(.texts(let texts)): part.content = .column(.texts(indices.map { texts[$0] }))
    case .values(let matrix): part.content = .values(matrix.rows(indices))
    }
    return part
  }
}

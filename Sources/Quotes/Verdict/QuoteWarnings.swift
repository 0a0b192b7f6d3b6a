import ConvexSolvers
import DataModels
import LinearAlgebra
import Messages

/// What about the rows themselves makes quotes doubtful.
struct QuoteWarnings {
  struct Warning {
    let color: QuoteVerdict.Color
    let reason: String
  }

  private let copies: Warning?
  private let small: Warning?
  private let thinPilots: Warning?
  private let sampleCount: Int
  private let rank: Int

  /// A class needs so many rows for the smallest pilots to see it twice.
  static let leastRowsOfClass = 16
  /// And so many in a pilot of a quarter of the rows for that to be relied on.
  static let fewRowsOfPilot = 15

  init(_ data: LabeledData, _ fitted: LeastSquares) {
    let n = data.sampleCount
    sampleCount = n
    rank = fitted.eigenvalues.count
    let share = Double(Self.copyCount(data)) / Double(max(1, n))
    copies =
      share > 0.02
      ? Warning(
        color: .red,
        reason:
          "\(NumberText.fixed(100 * share, 0)) % of the rows are copies of others: what is left out or held out is then not new"
      ) : nil
    guard case .classes(let labels, let names) = data.targets else {
      small = n < Self.leastRowsOfClass ? Warning(color: .refused, reason: "only \(n) rows") : nil
      thinPilots = n / 4 < Self.fewRowsOfPilot ? Warning(color: .amber, reason: "a pilot has only \(n / 4) rows") : nil
      return
    }
    var counts = [Int](repeating: 0, count: names.count)
    for label in labels { counts[label] += 1 }
    let least = counts.indices.min { counts[$0] < counts[$1] } ?? 0
    let name = "\"\(names[least])\""
    small =
      counts[least] < Self.leastRowsOfClass
      ? Warning(
        color: .refused,
        reason: "class \(name) has only \(counts[least]) rows; a quote needs \(Self.leastRowsOfClass) of each class")
      : nil
    thinPilots =
      counts[least] / 4 < Self.fewRowsOfPilot
      ? Warning(color: .amber, reason: "a pilot has only \(counts[least] / 4) rows of class \(name)") : nil
  }

  /// Rows that are equal to an earlier one in every feature.
  private static func copyCount(_ data: LabeledData) -> Int {
    var seen = Set<ArraySlice<Double>>()
    return (0..<data.sampleCount).count { !seen.insert(data.features.row($0)).inserted }
  }

  /// For ridge a small class is no more than a reason for doubt: its rows are left out one by one.
  func ofRidge(degrees: Double) -> [Warning] {
    var found = [copies, small.map { Warning(color: .red, reason: $0.reason) }].compactMap { $0 }
    let ratio = Double(sampleCount) / Double(max(1, rank))
    if degrees > 0.8 * Double(sampleCount), ratio < 1.5 {
      found.append(
        Warning(
          color: .amber,
          reason:
            "ridge nearly interpolates: \(NumberText.fixed(degrees, 0)) degrees of freedom for \(sampleCount) rows"))
    }
    return found
  }

  /// Pilots have fewer rows than features have directions: where all rows are hardly more, they lie on the other side of
  /// interpolation.
  private var nearRank: Warning? {
    guard sampleCount < 2 * rank else { return nil }
    return Warning(
      color: .amber,
      reason:
        "\(NumberText.grouped(sampleCount)) rows are fewer than twice the \(NumberText.grouped(rank)) directions of the features"
    )
  }

  var ofNorms: [Warning] {
    [copies, small, thinPilots, nearRank].compactMap { $0 }
  }
}

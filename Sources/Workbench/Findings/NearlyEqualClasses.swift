import DataModels
import LinearAlgebra
import Messages

/// Classes whose means nearly coincide, in units of each feature's deviation, and that ridge confuses.
struct NearlyEqualClasses: Finding {
  /// Two classes count when their means are closer than this part of the median distance …
  static let nearShare = 0.5
  /// … and so many of their held-out rows are taken for the other.
  static let confusedShare = 0.1
  /// A candidate with less than this part of ridge's error shows that the data do tell the classes apart.
  static let betterShare = 0.5

  func sentence(_ evidence: Evidence) -> String? {
    guard let scores = evidence.leaveOneOut, let names = evidence.perClass?.classes.map(\.name) else { return nil }
    let labels = evidence.labels
    // answers[j][k]: how many rows of class j are taken for class k.
    var answers = [[Int]](repeating: [Int](repeating: 0, count: names.count), count: names.count)
    for (i, label) in labels.enumerated() { answers[label][indexOfLargest(scores.row(i))] += 1 }
    let members = answers.map { $0.reduce(0, +) }
    let distances = ClassMeanDistances(
      evidence.preparation.data.training.features, deviations: evidence.preparation.deviations, labels: labels,
      classCount: names.count)
    let median = distances.median
    let errors = labels.count - names.indices.reduce(0) { $0 + answers[$1][$1] }
    let least = evidence.candidates.filter { !$0.oracle }.compactMap(\.validationError).min() ?? 0
    guard least >= Self.betterShare * Double(errors) / Double(labels.count) else { return nil }
    let pairs = names.indices.flatMap { j in (0..<j).map { (a: $0, b: j) } }.compactMap { pair -> Pair? in
      let (a, b) = pair
      let confused = answers[a][b] + answers[b][a]
      let share = Double(confused) / Double(max(1, members[a] + members[b]))
      // Of two classes alone no distance is the usual one; there the noise of the means is the measure.
      let isNear =
        names.count > 2
        ? distances.distance(a, b) < Self.nearShare * median : distances.squared[a, b] < distances.noise[a, b]
      guard isNear, share >= Self.confusedShare else { return nil }
      return Pair(a: a, b: b, confused: confused, share: share)
    }.sorted { ($0.share, $1.a) > ($1.share, $0.a) }
    guard let worst = pairs.first else { return nil }
    let (a, b) = ("“\(names[worst.a])”", "“\(names[worst.b])”")
    let howNear =
      names.count > 2
      ? "\(NumberText.short(distances.distance(worst.a, worst.b) / median)) of the median distance apart"
      : "no farther apart than chance would put them"
    let more = pairs.count == 1 ? "" : " (and \(pairs.count - 1) more such pair\(pairs.count == 2 ? "" : "s"))"
    return
      "The means of the classes \(a) and \(b)\(more) are \(howNear); \(NumberText.percent(worst.share, 0)) % of their "
      + "held-out rows are taken for each other, \(NumberText.percent(Double(worst.confused) / Double(errors), 0)) % of all "
      + "errors of ridge. Merging the two, or features that tell them apart, would help more than another λ or more bits."
  }

  private struct Pair {
    let a: Int
    let b: Int
    let confused: Int
    let share: Double
  }
}

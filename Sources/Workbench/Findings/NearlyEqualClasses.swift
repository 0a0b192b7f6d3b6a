import DataModels
import LinearAlgebra
import Messages

/// Classes whose means nearly coincide: an error that neither λ nor bits can mend.
struct NearlyEqualClasses: Finding {
  /// Two classes count when their means are closer than this part of the median distance …
  static let nearShare = 0.5
  /// … and so many of their held-out rows are taken for the other.
  static let confusedShare = 0.1

  func sentence(_ evidence: Evidence) -> String? {
    guard let scores = evidence.leaveOneOut, let names = evidence.perClass?.classes.map(\.name) else { return nil }
    let labels = evidence.labels
    let answers = labels.indices.map { i in
      names.indices.reduce(0) { scores[i, $1] > scores[i, $0] ? $1 : $0 }
    }
    let distances = ClassMeanDistances(
      evidence.preparation.data.training.features, labels: labels, classCount: names.count)
    let median = distances.median
    let errors = zip(labels, answers).count { $0 != $1 }
    let pairs = names.indices.flatMap { j in (0..<j).map { (a: $0, b: j) } }.compactMap { pair -> Pair? in
      let (a, b) = pair
      let members = labels.count { $0 == a || $0 == b }
      let confused = zip(labels, answers).count { ($0 == a && $1 == b) || ($0 == b && $1 == a) }
      let share = Double(confused) / Double(max(1, members))
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
      + "errors of ridge. No λ and no number of bits mends that: merge the two, or add features that tell them apart."
  }

  private struct Pair {
    let a: Int
    let b: Int
    let confused: Int
    let share: Double
  }
}

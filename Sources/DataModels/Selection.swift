import LinearAlgebra
import Messages

extension LabeledData {
  /// Only the samples of the named classes, numbered in the given order.
  ///
  /// - Throws: a `Refusal` for an unknown class or real targets.
  public func only(classes wanted: [String]) throws -> LabeledData {
    guard case .classes(let labels, let names) = targets else {
      throw Refusal.usage(
        "classes can be picked only where there are classes; the targets of these data are real values")
    }
    var place = [Int?](repeating: nil, count: names.count)
    for (position, name) in wanted.enumerated() {
      guard let index = names.firstIndex(of: name) else {
        throw Refusal.usage("there is no class \"\(name)\"; \(Suggestion.question(for: name, among: names))")
      }
      guard place[index] == nil else { throw Refusal.usage("class \"\(name)\" is listed twice") }
      place[index] = position
    }
    let kept = labels.indices.filter { place[labels[$0]] != nil }
    var part = rows(kept)
    part.targets = .classes(labels: kept.map { place[labels[$0]]! }, names: wanted)
    return part
  }

  /// The first rows; all of them where there are fewer.
  public func first(_ count: Int) -> LabeledData { rows(Array(0..<min(max(0, count), sampleCount))) }

  /// Refuses training data that no classifier can learn from: one class, or a class without a row.
  public func checkedForTraining() throws -> LabeledData {
    guard case .classes(let labels, let names) = targets else { return self }
    var counts = [Int](repeating: 0, count: names.count)
    for label in labels { counts[label] += 1 }
    let present = counts.indices.filter { counts[$0] > 0 }
    guard present.count >= 2 else {
      throw Refusal.input(
        "the training data have only the class \"\(present.first.map { names[$0] } ?? "–")\"; "
          + "a classifier needs at least two")
    }
    if let missing = counts.firstIndex(of: 0) {
      throw Refusal.input(
        "class \"\(names[missing])\" has no training row; leave it out with --classes, or split the data otherwise")
    }
    return self
  }
}

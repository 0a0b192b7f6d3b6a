public import LinearAlgebra
import Messages

extension LabeledData {
  /// The same samples with a share of each class's labels replaced by other classes.
  ///
  /// Exactly round(c nⱼ) of the nⱼ samples of class j are picked at random, and their new labels run
  /// through the other classes in turn, beginning at a random one, so that each gets its even share.
  ///
  /// - Parameter share: c in [0, 1].
  /// - Throws: a `Refusal` of kind `usage` for a share out of range or for real targets.
  public func corrupted(_ share: Double, using stream: RandomStream) throws -> LabeledData {
    guard share >= 0, share <= 1 else { throw Refusal.usage("the corruption must lie between 0 and 1; found \(share)") }
    guard share > 0 else { return self }
    guard case .classes(var labels, let names) = targets else {
      throw Refusal.usage("only class labels can be corrupted; the targets of these data are real values")
    }
    guard names.count > 1 else { return self }
    for label in names.indices {
      var random = stream.branch("class", label)
      var members = labels.indices.filter { self.label(of: $0) == label }
      random.shuffle(&members)
      let count = Int((share * Double(members.count)).rounded())
      let others = random.permutation(names.count).filter { $0 != label }
      for (turn, i) in members.prefix(count).enumerated() { labels[i] = others[turn % others.count] }
    }
    var corrupted = self
    corrupted.targets = .classes(labels: labels, names: names)
    return corrupted
  }

  /// The same samples with labels that are wrong in any way.
  ///
  /// Of the nⱼ samples of class j, picked at random, nⱼ P[j, l] get label l; counts are rounded by the largest
  /// remainder, so that they sum to nⱼ.
  ///
  /// - Parameter shares: P (k × k), rows that sum to 1.
  /// - Throws: a `Refusal` of kind `usage` for shares of another shape or for real targets.
  public func relabeled(_ shares: Matrix, using stream: RandomStream) throws -> LabeledData {
    guard case .classes(var labels, let names) = targets else {
      throw Refusal.usage("only class labels can be corrupted; the targets of these data are real values")
    }
    guard shares.rowCount == names.count, shares.columnCount == names.count else {
      throw Refusal.usage("shares of labels of \(names.count) classes are a \(names.count) × \(names.count) matrix")
    }
    for label in names.indices {
      var random = stream.branch("class", label)
      var members = labels.indices.filter { self.label(of: $0) == label }
      random.shuffle(&members)
      let counts = wholeParts(of: members.count, shares: Array(shares.row(label)))
      let given = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
      for (i, new) in zip(members, given) { labels[i] = new }
    }
    var relabeled = self
    relabeled.targets = .classes(labels: labels, names: names)
    return relabeled
  }

  /// The label of sample i, −1 where targets are real.
  private func label(of i: Int) -> Int {
    if case .classes(let labels, _) = targets { return labels[i] }
    return -1
  }
}

/// How many of n things each share gets: n pᵢ, rounded by the largest remainder so that they sum to n.
func wholeParts(of n: Int, shares: [Double]) -> [Int] {
  let exact = shares.map { $0 * Double(n) }
  var counts = exact.map { Int($0) }
  let order = exact.indices.sorted {
    (exact[$1] - Double(counts[$1]), $0) < (exact[$0] - Double(counts[$0]), $1)
  }
  for j in order.prefix(max(0, n - counts.reduce(0, +))) { counts[j] += 1 }
  return counts
}

/// The known word that someone probably meant.
public enum Suggestion {
  /// The candidate nearest to a misspelled word, when one is near enough to be worth a question.
  ///
  /// Distance counts single-letter insertions, deletions, changes and swaps of neighbors, ignoring
  /// case; a third of the word may be wrong, and at least one letter, but not all of it.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let typed = Array(word.lowercased())
    let scored = candidates.map { ($0, distance(typed, Array($0.lowercased()))) }
    guard let best = scored.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 < max(1, typed.count) && best.1 <= max(1, typed.count / 3) ? best.0 : nil
  }

  /// `did you mean "sigma"?`, or what there is to choose from when nothing is near.
  public static func question(for word: String, among candidates: [String]) -> String {
    if let near = nearest(to: word, among: candidates) { return "did you mean \"\(near)\"?" }
    return "choose among " + candidates.joined(separator: ", ")
  }

  /// Optimal string alignment: three rows of the usual table.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforeLast[j - 1] + 1) }
        row.append(least)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

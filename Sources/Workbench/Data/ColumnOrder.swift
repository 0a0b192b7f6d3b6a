import DataModels
import FoundationEssentials
import LinearAlgebra
import Messages
import PackedInference

extension LabeledData {
  /// These samples with their features in the order of others, found by name; as they are where either has no names.
  ///
  /// - Throws: a `Refusal` of kind `input` that names the first feature that one of them lacks.
  func ordered(as other: LabeledData, _ file: String, _ otherFile: String) throws -> LabeledData {
    guard let mine = featureNames, let wanted = other.featureNames, mine != wanted else { return self }
    let places = Dictionary(uniqueKeysWithValues: mine.enumerated().map { ($1, $0) })
    let order = try wanted.map { name in
      guard let place = places[name] else {
        throw Refusal.input(
          "\(file): there is no column \"\(name)\", which \(otherFile) has; both must have the same columns, in any order"
            + (Suggestion.nearest(to: name, among: Array(mine.prefix(20))).map { "; rename \"\($0)\" if it is meant" }
              ?? ""))
      }
      return place
    }
    guard mine.count == wanted.count else {
      let known = Set(wanted)
      let surplus = mine.first { !known.contains($0) } ?? ""
      throw Refusal.input(
        "\(file): found the column \"\(surplus)\", which \(otherFile) does not have; "
          + "both must have the same columns, in any order; leave it out with --ignore")
    }
    var ordered = self
    ordered.featureNames = wanted
    for i in 0..<sampleCount {
      for (j, place) in order.enumerated() { ordered.features[i, j] = features[i, place] }
    }
    return ordered
  }
}

extension Model {
  /// `ColumnChecksum` of the features that the model was trained on; nil where they had no names.
  var columnChecksum: String? {
    struct Marks: Decodable { let columns: String? }
    // A provenance is free text; only one that `compress` wrote has the mark.
    return (try? JSONDecoder().decode(Marks.self, from: Data(provenance.utf8)))?.columns
  }

  /// Refuses samples whose features have other names than those that the model was trained on, or another order;
  /// where either has no names, nothing can be said.
  func check(_ names: [String]?, of file: String) throws {
    guard let names, let columns = columnChecksum, ColumnChecksum.text(names) != columns else { return }
    throw Refusal.input(
      "\(file): the columns are not those, or not in the order, that the model was trained on; bring them into that order, "
        + "name the target with --target and leave out other columns with --ignore")
  }
}

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

/// The features that a model was trained on, as far as its file tells.
enum ColumnChecksum {
  /// CRC-32 of the names in order, each in UTF-8 with a zero byte behind it: 8 hexadecimal digits.
  static func text(_ names: [String]) -> String {
    let digits = String(crc32(names.flatMap { Array($0.utf8) + [0] }[...]), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension Model {
  /// Refuses samples whose features have other names than those that the model was trained on, or another order;
  /// where either has no names, nothing can be said.
  func check(_ names: [String]?, of file: String) throws {
    struct Marks: Decodable { let columns: String? }
    // A provenance is free text; only one that `compress` wrote has the mark.
    let marks = try? JSONDecoder().decode(Marks.self, from: Data(provenance.utf8))
    guard let names, let columns = marks?.columns, ColumnChecksum.text(names) != columns else { return }
    throw Refusal.input(
      "\(file): the columns are not those, or not in the order, that the model was trained on; bring them into that order, "
        + "name the target with --target and leave out other columns with --ignore")
  }
}

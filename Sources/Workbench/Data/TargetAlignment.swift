import DataModels
import LinearAlgebra
import Messages

extension Targets {
  /// These targets in the numbering of others: classes are matched by name.
  ///
  /// - Parameter owner: whose numbering it is, for messages: "the model".
  /// - Throws: a `Refusal` of kind `input` where the tasks differ or a class is unknown there.
  func aligned(to other: Targets, _ owner: String) throws -> Targets {
    switch (self, other) {
    case (.classes(let labels, let names), .classes(_, let known)):
      let places = try names.enumerated().map { index, name -> Int in
        if let place = known.firstIndex(of: name) { return place }
        guard labels.contains(index) else { return 0 }
        throw Refusal.input(
          "found the class \"\(name)\", which \(owner) did not have; known: \(known.prefix(12).joined(separator: ", "))"
        )
      }
      return .classes(labels: labels.map { places[$0] }, names: known)
    case (.values(let mine), .values(let theirs)):
      guard mine.columnCount == theirs.columnCount else {
        throw Refusal.input("found \(mine.columnCount) targets where \(owner) had \(theirs.columnCount)")
      }
      return self
    case (.values, .classes):
      throw Refusal.input(
        "found real targets where \(owner) had classes; name the column of the labels with --target, or give --task classify"
      )
    case (.classes, .values):
      throw Refusal.input(
        "found classes where \(owner) had real targets; name the column of the targets with --target, or give --task regress"
      )
    }
  }
}

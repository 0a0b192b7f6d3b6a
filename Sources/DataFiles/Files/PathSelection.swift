/// A path with the part of the file that is meant: `data.npz:X` is the array X of data.npz.
///
/// A file that has the whole text as its name goes first; else the file ends before the first colon that makes it an
/// existing one. Standard input is `-`, as everywhere.
struct PathSelection: Equatable {
  let path: String
  /// What follows the colon; nil where the whole file is meant.
  let part: String?

  init(_ text: String) {
    if !FileBytes.exists(text) {
      for (place, character) in zip(text.indices, text) where character == ":" {
        let stem = String(text[..<place])
        if stem == "-" || FileBytes.exists(stem) {
          path = stem
          part = String(text[text.index(after: place)...])
          return
        }
      }
    }
    path = text
    part = nil
  }
}

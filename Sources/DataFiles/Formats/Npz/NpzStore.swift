import Messages

/// The arrays of an npz file: a zip archive whose entries are npy files.
///
/// - Source: numpy.savez, "Notes".
struct NpzStore: ArrayStore {
  private let archive: ZipArchive
  /// The index in the archive of each entry here.
  private let places: [Int]
  let entries: [ArrayArchive.Entry]

  init(_ file: FileBytes) throws {
    archive = try ZipArchive(file)
    let ending = ".npy"
    places = archive.entries.indices.filter { [archive] in archive.entries[$0].name.hasSuffix(ending) }
    guard !places.isEmpty else {
      let found = archive.entries.prefix(3).map { "\"\($0.name.prefix(60))\"" }.joined(separator: ", ")
      throw Refusal.input(
        "\(file.name): is a zip archive without arrays (it holds \(found.isEmpty ? "nothing" : found)), "
          + "expected entries that end with .npy; unpack it, or save arrays with numpy.savez")
    }
    entries = try places.map { [archive] place in
      // A header that cannot be read is no reason to refuse the other arrays; it is refused when it is asked for.
      let header = try? NpyHeader(try archive.prefix(of: place, count: NpyHeader.usualLimit)[...], name: file.name)
      return ArrayArchive.Entry(
        name: String(archive.entries[place].name.dropLast(ending.count)), shape: header?.shape ?? [],
        isNumeric: header?.elementType != nil)
    }
  }

  func array(_ index: Int) throws -> NumberArray {
    let bytes = try archive.bytes(of: places[index])
    return try NpyReader.read(bytes[...], name: "\(archive.name), array \"\(entries[index].name.prefix(60))\"")
  }
}

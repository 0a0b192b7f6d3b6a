import Messages

/// The catalog: every format that samples can come in.
enum DataFormats {
  /// In the order in which they are asked; the last one takes what no other knows.
  static let all: [any DataFormat] = [
    NpyFormat(), NpzFormat(), SafetensorsFormat(), IdxFormat(), SvmlightFormat(), TableFormat(),
  ]

  /// The format of a file: by its content, else by its name, else a table.
  static func format(of file: FileBytes) throws -> any DataFormat {
    guard !file.bytes.isEmpty else {
      throw Refusal.input("\(file.name): the file is empty, expected rows of numbers; check how it was made")
    }
    let format = all.first { $0.recognizes(file.bytes) } ?? all.first { $0.claims(file) }
    return format ?? all[all.count - 1]
  }
}

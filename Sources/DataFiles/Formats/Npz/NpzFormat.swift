/// Several named arrays as NumPy saves them.
struct NpzFormat: ArchiveFormat {
  let name = "npz"
  let endings = ["npz"]

  /// A zip archive, with entries or empty.
  func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }

  func store(_ file: FileBytes) throws -> any ArrayStore { try NpzStore(file) }
}

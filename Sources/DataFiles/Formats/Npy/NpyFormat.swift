/// One array as NumPy saves it.
struct NpyFormat: DataFormat {
  let name = "npy"
  let endings = ["npy"]

  /// The first byte is not text in UTF-8, nor that of any other format.
  func recognizes(_ bytes: [UInt8]) -> Bool { bytes.first == NpyHeader.magic[0] }

  func offers(_ target: String, in file: FileBytes, _ request: SampleRequest) -> Bool { Int(target) != nil }

  func samples(in file: FileBytes, _ request: SampleRequest) throws -> Samples {
    try request.refusePart(file, "one array")
    return try NpyReader.read(file).samples(request.target, ignoring: request.ignored, name: file.name)
  }

  func targets(in file: FileBytes, _ request: SampleRequest) throws -> FoundTargets {
    try request.refusePart(file, "one array")
    return try NpyReader.read(file).targets(name: file.name)
  }
}

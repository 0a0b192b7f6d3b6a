/// The files of MNIST and its like.
struct IdxFormat: DataFormat {
  let name = "idx"
  let endings = ["idx"]

  func recognizes(_ bytes: [UInt8]) -> Bool { IdxReader.recognizes(bytes) }

  /// The files of MNIST have no ending: `t10k-images-idx3-ubyte`.
  func claims(_ file: FileBytes) -> Bool {
    let folder = file.name.lastIndex(of: "/").map { file.name.index(after: $0) } ?? file.name.startIndex
    return file.bytes[0] == 0 && file.name.range(ofLast: "idx", from: folder) != nil
  }

  func offers(_ target: String, in file: FileBytes, _ request: SampleRequest) -> Bool { Int(target) != nil }

  func samples(in file: FileBytes, _ request: SampleRequest) throws -> Samples {
    try request.refusePart(file, "one array")
    return try IdxReader.read(file).samples(request.target, ignoring: request.ignored, name: file.name)
  }

  func targets(in file: FileBytes, _ request: SampleRequest) throws -> FoundTargets {
    try request.refusePart(file, "one array")
    return try IdxReader.read(file).targets(name: file.name)
  }

  /// The labels that belong to a file of images, when they lie beside it.
  func targetFile(beside path: String) -> String? {
    for (images, labels) in [("images-idx3", "labels-idx1"), ("images.idx3", "labels.idx1")] {
      guard let range = path.range(ofLast: images, from: path.startIndex) else { continue }
      let stem = path[..<range.lowerBound] + labels + path[range.upperBound...]
      let plain = stem.hasSuffix(".gz") ? String(stem.dropLast(3)) : String(stem)
      for candidate in [String(stem), plain, plain + ".gz"] where FileBytes.exists(candidate) { return candidate }
    }
    return nil
  }
}

extension String {
  /// Where a text occurs last, not before a place.
  fileprivate func range(ofLast text: String, from first: Index) -> Range<Index>? {
    var start = endIndex
    while start > first {
      start = index(before: start)
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
    }
    return nil
  }
}

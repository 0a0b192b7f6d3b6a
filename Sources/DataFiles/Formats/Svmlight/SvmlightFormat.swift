import Messages

/// Sparse rows as text, as libsvm and svmlight read them.
///
/// Features count from 0 where the index 0 occurs and from 1 elsewhere; `FILE:0` and `FILE:1` say which it is.
struct SvmlightFormat: DataFormat {
  let name = "svmlight"
  let endings = ["svm", "svmlight", "libsvm"]

  /// A table of numbers has no colons; a table whose name says so is believed to be one.
  func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { SvmlightLine.looksLikeOne($0) }
  }

  /// Labels stand in front of every line, and nowhere else.
  func offers(_ target: String, in file: FileBytes, _ request: SampleRequest) -> Bool { false }

  func samples(in file: FileBytes, _ request: SampleRequest) throws -> Samples {
    try request.ignored.refuse(
      file.name, "holds sparse rows, whose features have no columns; leave them out of the lines")
    if case .named(let target) = request.target {
      throw Refusal.input(
        "\(file.name): --target \(target.prefix(60)) is no file, and svmlight lines begin with their own labels; "
          + "leave --target out")
    }
    let table = try SvmlightReader(
      firstIndex: try firstIndex(request, file), featureCount: request.layout?.featureCount, observer: request.observer
    ).read(file)
    return Samples(
      features: table.features,
      targets: request.target == .none ? nil : .init(content: .column(.numbers(table.labels)), name: file.name),
      firstIndex: table.firstIndex)
  }

  func targets(in file: FileBytes, _ request: SampleRequest) throws -> FoundTargets {
    let reader = SvmlightReader(
      firstIndex: try firstIndex(request, file), featureCount: nil, observer: request.observer)
    return .init(content: .column(.numbers(try reader.read(file).labels)), name: file.name)
  }

  private func firstIndex(_ request: SampleRequest, _ file: FileBytes) throws -> Int? {
    guard let part = request.part else { return request.layout?.firstIndex }
    guard let first = Int(part), first == 0 || first == 1 else {
      throw Refusal.input(
        "\(file.name): found \":\(part.prefix(60))\" behind the name, expected :0 or :1, the index of the first feature"
      )
    }
    return first
  }
}

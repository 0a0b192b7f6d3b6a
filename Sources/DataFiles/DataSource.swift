public import DataModels
public import LinearAlgebra
import Messages

/// Where data comes from and how to read it: a file in any known format, or built-in data.
///
/// | name | read as |
/// |---|---|
/// | `digits` | the built-in digits (a file of that name is `./digits`) |
/// | `mixture:d=750,n=500,…` | samples of a Gaussian mixture |
/// | `-` | standard input |
/// | anything else | a file: npy, idx or CSV/TSV, each also compressed with gzip |
///
/// The format is found in the content; the name of the file is believed only where the content is silent.
public struct DataSource: Sendable, Equatable {
  public var path: String
  /// A column (its name; or its number, from 1, or from −1 at the end) or a file of targets.
  ///
  /// By default the last column; for images, the labels file that belongs to an idx images file
  /// (`…images-idx3…` and `…labels-idx1…`).
  public var target: String?
  public var header: HeaderRule
  public var missing: MissingRule
  public var task: LearningTask

  public init(
    path: String, target: String? = nil, header: HeaderRule = .auto, missing: MissingRule = .error,
    task: LearningTask = .auto
  ) {
    self.path = path
    self.target = target
    self.header = header
    self.missing = missing
    self.task = task
  }

  /// Reads samples with their targets.
  ///
  /// - Parameter random: what a mixture is drawn from; files do not use it.
  /// - Throws: a `Refusal` of kind `input` that names the file, the place, what was found and what to do.
  public func load(using random: RandomStream = RandomStream(seed: 1)) throws -> LabeledData {
    if let builtIn = try builtIn(using: random) { return builtIn }
    let file = try FileBytes(path: path)
    switch try FileFormat(of: file) {
    case .text: return try labeledTable(file)
    case .npy: return try labeledArray(NpyReader.read(file), file)
    case .idx: return try labeledArray(IdxReader.read(file), file)
    }
  }

  /// Reads samples only: every column is a feature, except one that `target` names.
  public func loadFeatures(
    using random: RandomStream = RandomStream(seed: 1)
  ) throws -> (features: Matrix, imageShape: LabeledData.ImageShape?) {
    if let builtIn = try builtIn(using: random) { return (builtIn.features, builtIn.imageShape) }
    let file = try FileBytes(path: path)
    switch try FileFormat(of: file) {
    case .text:
      let choice = target.map { CSVReader.Choice.column($0) } ?? .none
      return (try CSVReader(header: header, missing: missing, target: choice).read(file).features, nil)
    case .npy, .idx:
      let array = try Self.array(file)
      var features = array.matrix
      if let target { features = try Self.taking(column: target, of: features, file).features }
      let kept = try finiteRows(features, file)
      return (kept.features, array.imageShape)
    }
  }

  private func builtIn(using random: RandomStream) throws -> LabeledData? {
    if path.hasPrefix(MixtureDescription.prefix) {
      try refuseTarget("a mixture")
      // The test rows of a mixture are drawn afresh by whoever wants them; one is the least to ask for.
      return try MixtureDescription(parsing: path).draw(testCount: 1, using: random).training
    }
    if path == "digits" {
      try refuseTarget("the digits")
      return try BuiltInData.digits()
    }
    return nil
  }

  private func refuseTarget(_ what: String) throws {
    if let target {
      throw Refusal.usage(
        "--target \(target) does not apply: \(what) bring\(what == "a mixture" ? "s its" : " their") own labels")
    }
  }

  // MARK: Tables

  private func labeledTable(_ file: FileBytes) throws -> LabeledData {
    var reader = CSVReader(header: header, missing: missing)
    guard let target else {
      let table = try reader.read(file)
      return try LabeledData(
        features: table.features, targets: table.target!.targets(for: task, name: "\(file.name), \(table.targetName!)"))
    }
    let names = try reader.columnNames(of: file)
    if !names.contains(target), Int(target) == nil, FileBytes.exists(target) {
      // Dropping rows here would part them from their targets in the other file.
      if missing == .drop {
        throw Refusal.usage("--missing drop would part rows from their targets in \(target); choose --missing mean")
      }
      reader.target = .none
      return try joined(reader.read(file).features, nil, file)
    }
    reader.target = .column(target)
    let table = try reader.read(file)
    return try LabeledData(
      features: table.features, targets: table.target!.targets(for: task, name: "\(file.name), \(table.targetName!)"))
  }

  // MARK: Arrays

  private static func array(_ file: FileBytes) throws -> NumberArray {
    try FileFormat(of: file) == .npy ? NpyReader.read(file) : IdxReader.read(file)
  }

  private func labeledArray(_ array: NumberArray, _ file: FileBytes) throws -> LabeledData {
    let isColumn = target.map { Int($0) != nil } ?? (array.shape.count <= 2)
    guard isColumn else {
      let features = try finiteRows(array.matrix, file, mayDrop: false).features
      return try joined(features, array.imageShape, file)
    }
    guard array.shape.count == 2, array.shape[1] >= 2 else {
      throw Refusal.input(
        "\(file.name): the array (\(array.shape.map(String.init).joined(separator: " × "))) has no column to spare as a "
          + "target; name the targets with --target FILE")
    }
    let parts = try Self.taking(column: target ?? "-1", of: array.matrix, file)
    let kept = try finiteRows(parts.features, file, targets: parts.column)
    return try LabeledData(
      features: kept.features, targets: TargetColumn.numbers(kept.targets).targets(for: task, name: file.name))
  }

  /// Parts one column from the others.
  private static func taking(
    column: String, of matrix: Matrix, _ file: FileBytes
  ) throws -> (features: Matrix, column: [Double]) {
    let d = matrix.columnCount
    guard let number = Int(column), number != 0, case let j = number > 0 ? number - 1 : d + number, 0..<d ~= j, d >= 2
    else {
      throw Refusal.input(
        "\(file.name): found \(d) columns without names and no column \"\(column)\"; "
          + "columns are counted from 1, or from −1 at the end")
    }
    var rest: [Double] = []
    rest.reserveCapacity(matrix.rowCount * (d - 1))
    var target: [Double] = []
    for i in 0..<matrix.rowCount {
      for (m, value) in matrix.row(i).enumerated() {
        if m == j { target.append(value) } else { rest.append(value) }
      }
    }
    return (Matrix(rows: matrix.rowCount, columns: d - 1, elements: rest), target)
  }

  /// Applies the rule for missing numbers (NaN) and refuses infinite ones.
  private func finiteRows(
    _ features: Matrix, _ file: FileBytes, targets: [Double] = [], mayDrop: Bool = true
  ) throws -> (features: Matrix, targets: [Double]) {
    let d = features.columnCount
    if let place = features.elements.firstIndex(where: \.isInfinite) {
      throw Refusal.input(
        "\(file.name), row \(place / d + 1), feature \(place % d + 1): found an infinite value, expected a number; "
          + "correct the value or remove the row")
    }
    if let i = targets.firstIndex(where: { !$0.isFinite && (missing != .drop || $0.isInfinite) }) {
      throw Refusal.input(
        "\(file.name), row \(i + 1): found \(targets[i]) as the target, expected a number; correct it or remove the row"
      )
    }
    let gaps = features.elements.indices.filter { features.elements[$0].isNaN }
    guard !gaps.isEmpty || targets.contains(where: \.isNaN) else { return (features, targets) }
    switch missing {
    case .error:
      throw Refusal.input(
        "\(file.name), row \(gaps[0] / d + 1), feature \(gaps[0] % d + 1): found nan, expected a number; "
          + "fill it in or choose --missing drop or --missing mean")
    case .keep:
      return (features, targets)
    case .drop:
      guard mayDrop else {
        throw Refusal.usage("--missing drop would part rows from their targets; choose --missing mean")
      }
      var kept = Set(0..<features.rowCount).subtracting(gaps.map { $0 / d })
      for (i, target) in targets.enumerated() where target.isNaN { kept.remove(i) }
      guard !kept.isEmpty else {
        throw Refusal.input("\(file.name): every row has a missing value, so that none is left; choose --missing mean")
      }
      let rows = kept.sorted()
      return (features.rows(rows), targets.isEmpty ? [] : rows.map { targets[$0] })
    }
  }

  // MARK: Targets in another file

  private func joined(
    _ features: Matrix, _ imageShape: LabeledData.ImageShape?, _ file: FileBytes
  ) throws -> LabeledData {
    guard let targetPath = target ?? Self.labelsFile(beside: path) else {
      throw Refusal.input("\(file.name): holds samples without labels; name their file with --target FILE")
    }
    let targetFile = try FileBytes(path: targetPath)
    let targets = try targets(in: targetFile)
    guard targets.count == features.rowCount else {
      throw Refusal.input(
        "\(targetFile.name): found \(targets.count) targets for the \(features.rowCount) samples of \(file.name); "
          + "both must have the same number of rows (a line of column names needs --header yes)")
    }
    return try LabeledData(features: features, targets: targets, imageShape: imageShape)
  }

  private func targets(in file: FileBytes) throws -> Targets {
    if try FileFormat(of: file) == .text {
      // With no column left as a feature, the target is read as a table of its own.
      return try CSVReader(header: header).readTarget(file).targets(for: task, name: file.name)
    }
    let values = try Self.array(file)
    if let i = values.elements.firstIndex(where: { !$0.isFinite }) {
      throw Refusal.input(
        "\(file.name), entry \(i + 1): found \(values.elements[i]) as a target, expected a number; correct it")
    }
    if values.elements.count == values.shape[0] {
      return try TargetColumn.numbers(values.elements).targets(for: task, name: file.name)
    }
    guard values.shape.count == 2, task != .classify else {
      throw Refusal.input(
        "\(file.name): found targets of shape \(values.shape.map(String.init).joined(separator: " × ")), "
          + "expected one label per sample")
    }
    return .values(values.matrix)
  }

  /// The labels that belong to an idx file of images, when they lie beside it.
  private static func labelsFile(beside path: String) -> String? {
    for (images, labels) in [("images-idx3", "labels-idx1"), ("images.idx3", "labels.idx1")] {
      guard let range = path.range(ofLast: images) else { continue }
      let stem = path[..<range.lowerBound] + labels + path[range.upperBound...]
      let plain = stem.hasSuffix(".gz") ? String(stem.dropLast(3)) : String(stem)
      for candidate in [String(stem), plain, plain + ".gz"] where FileBytes.exists(candidate) { return candidate }
    }
    return nil
  }
}

/// The formats that can be told apart.
enum FileFormat {
  case text, npy, idx

  init(of file: FileBytes) throws {
    let bytes = file.bytes
    guard !bytes.isEmpty else {
      throw Refusal.input("\(file.name): the file is empty, expected rows of numbers; check how it was made")
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      throw Refusal.input(
        "\(file.name): is a zip archive (npz), expected one array; save each array by itself with numpy.save")
    }
    // The first byte of npy is not text in UTF-8, that of idx not in any.
    if bytes[0] == NpyReader.magic[0] || file.hasExtension("npy") {
      self = .npy
    } else if IdxReader.recognizes(bytes) || bytes[0] == 0 && (file.name.hasIdxName) {
      self = .idx
    } else {
      self = .text
    }
  }
}

extension FileBytes {
  func hasExtension(_ ending: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix("." + ending) || name.hasSuffix("." + ending + ".gz")
  }
}

extension String {
  fileprivate var hasIdxName: Bool {
    let name = self.split(separator: "/").last ?? ""
    return name.range(ofLast: "idx") != nil
  }
}

extension StringProtocol {
  /// Where a text occurs last.
  fileprivate func range(ofLast text: String) -> Range<Index>? {
    var start = endIndex
    while start > startIndex {
      start = index(before: start)
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
    }
    return nil
  }
}

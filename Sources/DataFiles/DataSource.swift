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
/// | `FILE:PART` | a part of a file: `data.npz:X` is its array X, `data.svm:0` counts features from 0 |
/// | anything else | a file: CSV/TSV, npy, npz, safetensors, idx or svmlight, each also compressed with gzip |
///
/// The format is found in the content; the name of the file is believed only where the content is silent.
public struct DataSource: Sendable, Equatable {
  public var path: String
  /// A column (its name; or its number, from 1, or from −1 at the end), an array of the same archive, or a file of
  /// targets.
  ///
  /// By default what the format has for them: the last column of a table or an array of two axes; the array `y` or
  /// the like in an archive; the labels of svmlight; the labels file beside an idx images file (`…images-idx3…` and
  /// `…labels-idx1…`).
  public var target: String?
  public var header: HeaderRule
  public var missing: MissingRule
  public var task: LearningTask
  public var ignored: IgnoredColumns
  /// What is known already of the columns.
  public var layout: DataLayout?

  public init(
    path: String, target: String? = nil, header: HeaderRule = .auto, missing: MissingRule = .error,
    task: LearningTask = .auto, ignored: IgnoredColumns = IgnoredColumns(), layout: DataLayout? = nil
  ) {
    self.path = path
    self.target = target
    self.header = header
    self.missing = missing
    self.task = task
    self.ignored = ignored
    self.layout = layout
  }

  /// Reads samples with their targets.
  ///
  /// - Parameters:
  ///   - random: what a mixture is drawn from; files do not use it.
  ///   - observer: hears how far the reading of a long text has come.
  /// - Throws: a `Refusal` of kind `input` that names the file, the place, what was found and what to do.
  public func load(
    using random: RandomStream = RandomStream(seed: 1), observer: @escaping ReadingObserver = { _, _ in }
  ) throws -> LabeledData {
    try read(using: random, observer: observer).data
  }

  /// What `read` found.
  public struct Reading: Sendable {
    public let data: LabeledData
    /// What a table calls its column of targets, "column 3" where it has no names; nil for other targets.
    public let targetName: String?
    /// With which another file of the same features is to be read.
    public let layout: DataLayout
    /// How many rows were left out for a missing value.
    public let droppedRowCount: Int
  }

  /// The same, and what there is to know besides.
  public func read(
    using random: RandomStream = RandomStream(seed: 1), observer: @escaping ReadingObserver = { _, _ in }
  ) throws -> Reading {
    if let builtIn = try builtIn(using: random) {
      return Reading(
        data: builtIn, targetName: nil, layout: .init(featureCount: builtIn.featureCount), droppedRowCount: 0)
    }
    let (file, format, part) = try open(path)
    var request = request(part, observer)
    if let target {
      guard try format.offers(target, in: file, request) || !FileBytes.exists(PathSelection(target).path) else {
        return try joined(file, format, request, targetPath: target)
      }
      request.target = .named(target)
    } else if let beside = format.targetFile(beside: file.name) {
      return try joined(file, format, request, targetPath: beside)
    } else {
      request.target = .usual
    }
    let samples = try Gaps(missing: missing, name: file.name, mayDrop: true).settled(format.samples(in: file, request))
    guard let targets = samples.targets else {
      throw Refusal.input("\(file.name): holds samples without labels; name their file with --target FILE")
    }
    return try labeled(samples, targets)
  }

  /// Reads samples only: every column is a feature, except one that `target` names.
  public func loadFeatures(
    using random: RandomStream = RandomStream(seed: 1), observer: @escaping ReadingObserver = { _, _ in }
  ) throws -> (features: Matrix, featureNames: [String]?) {
    if let builtIn = try builtIn(using: random) { return (builtIn.features, builtIn.featureNames) }
    let (file, format, part) = try open(path)
    var request = request(part, observer)
    if let target { request.target = .named(target) }
    var samples = try format.samples(in: file, request)
    samples.targets = nil
    samples = try Gaps(missing: missing, name: file.name, mayDrop: true).settled(samples)
    return (samples.features, samples.featureNames)
  }

  /// A column of a table.
  public struct Column: Sendable, Equatable {
    public let name: String
    /// From 1, among all columns of the file.
    public let number: Int
  }

  /// The columns of a table that are neither ignored nor named as the target, whatever they hold; nil for a file that does
  /// not name its columns. Built-in data have none and are no file.
  public func freeColumns() throws -> [Column]? {
    let (file, format, part) = try open(path)
    return try (format as? TableFormat)?.freeColumns(in: file, target: target, request(part) { _, _ in })
  }

  private func open(_ text: String) throws -> (FileBytes, any DataFormat, part: String?) {
    let selection = PathSelection(text)
    let file = try FileBytes(path: selection.path)
    return (file, try DataFormats.format(of: file), selection.part)
  }

  private func request(_ part: String?, _ observer: @escaping ReadingObserver) -> SampleRequest {
    SampleRequest(
      target: .none, part: part, header: header, missing: missing, ignored: ignored, layout: layout,
      observer: observer)
  }

  /// Samples of one file with the targets of another.
  private func joined(
    _ file: FileBytes, _ format: any DataFormat, _ request: SampleRequest, targetPath: String
  ) throws -> Reading {
    var request = request
    // Rows may not be left out while they have partners elsewhere, so gaps are looked for afterwards.
    if missing == .drop { request.missing = .keep }
    let gaps = Gaps(missing: missing, name: file.name, mayDrop: false)
    let samples = try gaps.settled(format.samples(in: file, request))
    let (targetFile, targetFormat, part) = try open(targetPath)
    request.part = part
    let found = try targetFormat.targets(in: targetFile, request)
    _ = try gaps.settled(Samples(features: Matrix(rows: 0, columns: 1), targets: found))
    guard found.count == samples.features.rowCount else {
      throw Refusal.input(
        "\(targetFile.name): found \(found.count) targets for the \(samples.features.rowCount) samples of \(file.name); "
          + "both must have the same number of rows (a line of column names needs --header yes)")
    }
    return try labeled(samples, found)
  }

  private func labeled(_ samples: Samples, _ targets: FoundTargets) throws -> Reading {
    let data = try LabeledData(
      features: samples.features, targets: targets.targets(for: task), imageShape: samples.imageShape,
      featureNames: samples.featureNames)
    let layout = DataLayout(featureCount: data.featureCount, firstIndex: samples.firstIndex, names: samples.otherNames)
    return Reading(
      data: data, targetName: targets.column, layout: layout, droppedRowCount: samples.droppedRowCount)
  }

  private func builtIn(using random: RandomStream) throws -> LabeledData? {
    if path.hasPrefix(MixtureDescription.prefix) {
      try refuseColumns("a mixture", "brings its own labels and has no columns to name")
      guard task != .regress else {
        throw Refusal.usage("--task regress does not apply: the samples of a mixture have classes")
      }
      // The test rows of a mixture are drawn afresh by whoever wants them; one is the least to ask for.
      return try MixtureDescription(parsing: path).draw(testCount: 1, using: random).training
    }
    if path == "digits" {
      try refuseColumns("the built-in data", "bring their own labels and have no columns to name")
      return try BuiltInData.digits(for: task)
    }
    return nil
  }

  private func refuseColumns(_ name: String, _ why: String) throws {
    if let target { throw Refusal.usage("--target \(target) does not apply: \(name) \(why)") }
    try ignored.refuse(name, why)
  }
}

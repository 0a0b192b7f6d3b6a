import DataFiles
public import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// Which data a job reads and how its rows are divided.
public struct DataRequest: Sendable, Codable, Equatable {
  /// A file, `digits`, `mixture:…`, or - for standard input.
  public var source = "digits"
  /// A column or a file of targets.
  public var target: String?
  /// Columns to read over, by name or number.
  public var ignored: [String] = []
  /// A file of test data, a fraction of the rows, or a number of rows, of which 0 is none; nil is a quarter where a split
  /// is needed.
  public var test: String?
  public var split: Split.Order = .shuffled
  /// "loo", a fraction, or nil: leave-one-out where it is exact, a fold of a fifth elsewhere.
  public var validation: String?
  /// The first so many rows of each class train.
  public var perClass: [Int]?
  /// The share of training labels to replace.
  public var corrupt = 0.0
  public var header = "auto"
  /// "error", "drop", or "mean": that of the training rows, so that no test row is seen.
  public var missing = "error"
  public var standardize = false
  /// Only the first so many rows are used.
  public var limit: Int?
  /// Only these classes are used.
  public var classes: [String]?
  public var task = "auto"

  public init() {}

  /// Training rows, test rows and the fold, ready for a job.
  ///
  /// Branches of the seed: "mixture" samples, "split" divides, "corruption" replaces labels, "validation"
  /// makes the fold.
  ///
  /// - Throws: a `Refusal` for data or settings that cannot be used.
  func prepare(seed: UInt64, observer: @escaping ProgressObserver = { _ in }) throws -> PreparedData {
    let stream = RandomStream(seed: seed)
    let (divided, remarks, division) = try self.divided(stream, observer)
    let rows = Split(
      training: try divided.training.checkedForTraining().corrupted(corrupt, using: stream.branch("corruption")),
      test: divided.test)
    let fraction = try validationFraction()
    let standard = standardize ? Standardization(rows.training.features) : nil
    var training = rows.training
    if let standard { training.features = standard.applied(to: training.features) }
    // Beyond some work per path, n d min(n, d), one fold tells enough, and five would cost many minutes.
    let (n, d) = (Double(training.sampleCount), Double(training.featureCount))
    let isLarge = n > 20_000 || n * d * min(n, d) > 4e9
    let folds = try Fold.inTurn(
      training, validation: fraction ?? 0.2, most: isLarge ? 1 : .max,
      using: stream.branch("validation"))
    return PreparedData(
      training: training, test: rows.test, folds: folds,
      usesLeaveOneOut: fraction == nil, standardization: standard,
      summary: summary(training, rows.test, remarks, division, usesLeaveOneOut: fraction == nil, folds: folds))
  }

  /// The rows that `evaluate` measures: the test rows where a division is asked for, else all.
  ///
  /// Gaps take the means that the model keeps, else those of the training rows of the division. The digest is that of
  /// all features of the source, the same as in the summary of a job that trained on it; of a test file, those of the file.
  func evaluationRows(of model: Model, seed: UInt64) throws -> EvaluationRows {
    guard !takesNoTestRows else {
      throw Refusal.usage("--test 0 leaves no row to measure; leave it out to measure all rows")
    }
    let stream = RandomStream(seed: seed)
    let layout = DataLayout(featureCount: model.featureCount)
    // Of a mixture, the samples with true labels.
    let isDivided = test != nil || perClass != nil || isMixture
    let division = isDivided ? try dividedWithGaps(stream, layout: layout) : nil
    var (rows, identity) =
      try division.map { ($0.split.test, $0.testIdentity ?? $0.identity) } ?? undivided(stream, layout: layout)
    if rows.featureCount == model.featureCount { try model.check(rows.featureNames, of: source) }
    guard rows.sampleCount > 0 else { throw Refusal.input("\(source): no row is left to measure; choose other rows") }
    let means = model.standardization == nil ? division.map { MissingValues($0.split.training.features) } : nil
    rows.features = try (means ?? MissingValues(of: model)).filled(rows.features, source)
    let splitDigest = division.flatMap { $0.testIdentity == nil ? $0.splitDigest : nil }
    return EvaluationRows(rows: rows, identity: identity, splitDigest: splitDigest)
  }

  /// Samples without targets, for `predict`: a target column is left out where one is named, or where the
  /// samples have exactly one column more than the model takes features.
  func samples(for model: Model, seed: UInt64) throws -> Matrix {
    try tellingSurplusColumns(of: model, isLabeled: false) { try allSamples(for: model, seed: seed) }
  }

  private func allSamples(for model: Model, seed: UInt64) throws -> Matrix {
    let featureCount = model.featureCount
    guard missing != "drop" else {
      throw Refusal.usage("--missing drop would part predictions from their rows; choose --missing mean")
    }
    var (features, names) = try fileSource(DataLayout(featureCount: featureCount)).loadFeatures(
      using: RandomStream(seed: seed).branch("mixture"))
    if features.columnCount == featureCount + 1, target == nil {
      // Which column is the target cannot be known, and a wrong guess would go unnoticed.
      throw Refusal.input(
        "\(source): the model takes \(featureCount) features and the samples have one column more; if it is the target, name it with --target (--target -1 is the last column), else leave it out with --ignore"
      )
    }
    guard features.columnCount == featureCount else {
      throw Refusal.input(
        "\(source): the model takes \(featureCount) features and the samples have \(features.columnCount); leave out other columns with --ignore, or name the target with --target"
      )
    }
    try model.check(names, of: source)
    if let limit { features = features.rows(Array(0..<min(try checked(limit), features.rowCount))) }
    return try MissingValues(of: model).filled(features, source)
  }

  /// All rows with their targets, for a job that sets none apart; gaps take means, and features are standardized, by the
  /// same rows.
  func pool(seed: UInt64, observer: @escaping ProgressObserver = { _ in }) throws -> LabeledData {
    var rows = try selected(RandomStream(seed: seed), layout: nil, observer).data
    rows.features = try MissingValues(rows.features).filled(rows.features, source)
    rows = try rows.checkedForTraining()
    if standardize { rows.features = Standardization(rows.features).applied(to: rows.features) }
    return rows
  }

  private func checked(_ limit: Int) throws -> Int {
    guard limit >= 1 else { throw Refusal.usage("--limit must be at least 1; found \(limit)") }
    return limit
  }

  /// The rows of a file as they are, for a layer that was trained elsewhere; a target column is left out.
  func calibrationRows() throws -> Matrix {
    let rows = try fileSource(nil).loadFeatures().features
    return try limit.map { rows.rows(Array(0..<min(try checked($0), rows.rowCount))) } ?? rows
  }

  func fileSource(_ layout: DataLayout?) throws -> DataSource {
    guard let header = HeaderRule(rawValue: header) else {
      throw unknown("--header", header, HeaderRule.allCases.map(\.rawValue))
    }
    let rules: KeyValuePairs<String, MissingRule> = ["error": .error, "drop": .drop, "mean": .keep]
    guard let missing = rules.first(where: { $0.key == missing })?.value else {
      throw unknown("--missing", missing, rules.map(\.key))
    }
    guard let task = LearningTask(rawValue: task) else {
      throw unknown("--task", task, LearningTask.allCases.map(\.rawValue))
    }
    // Whoever knows the layout has seen the columns already, and what to leave out was found there.
    return DataSource(
      path: source, target: target, header: header, missing: missing, task: task,
      ignored: IgnoredColumns(ignored, mayBeAbsent: layout != nil), layout: layout)
  }

  private func unknown(_ flag: String, _ value: String, _ known: [String]) -> Refusal {
    .usage("\(flag) does not know \"\(value)\"; \(Suggestion.question(for: value, among: known))")
  }

  /// All rows that are wanted, before any division.
  private func selected(
    _ stream: RandomStream, layout: DataLayout?, _ observer: @escaping ProgressObserver = { _ in }
  ) throws -> (data: LabeledData, reading: DataSource.Reading) {
    let title = "reading \(Self.lastComponent(source))"
    let reading = try fileSource(layout).read(using: stream.branch("mixture")) {
      observer(Progress(title: title, done: $0, total: $1))
    }
    var data = reading.data
    if let classes { data = try data.only(classes: classes) }
    if let limit { data = data.first(try checked(limit)) }
    return (data, reading)
  }

  private func undivided(_ stream: RandomStream, layout: DataLayout) throws -> (LabeledData, identity: DataIdentity) {
    let (data, reading) = try selected(stream, layout: layout)
    return (data, DataIdentity(reading))
  }

  private func divided(
    _ stream: RandomStream, _ observer: @escaping ProgressObserver
  ) throws -> (Split, DataRemarks, Division) {
    let division = try dividedWithGaps(stream, layout: nil, observer)
    let gaps = division.split
    let means = MissingValues(gaps.training.features)
    var (training, test) = (gaps.training, gaps.test)
    training.features = try means.filled(training.features, source)
    test.features = try means.filled(test.features, source)
    let filled = [gaps.training, gaps.test].map { $0.features.elements.count(where: \.isNaN) }.reduce(0, +)
    let remarks = DataRemarks(droppedRowCount: division.droppedRowCount, filledCellCount: filled)
    return (Split(training: training, test: test), remarks, division)
  }

  private func dividedWithGaps(
    _ stream: RandomStream, layout: DataLayout?, _ observer: @escaping ProgressObserver = { _ in }
  ) throws -> Division {
    if let mixture = try MixtureSource(self, stream) {
      return Division(split: mixture.split, identity: DataIdentity(mixture))
    }
    let (data, reading) = try selected(stream, layout: layout, observer)
    let identity = DataIdentity(reading)
    func division(_ split: Split) -> Division {
      Division(split: split, droppedRowCount: reading.droppedRowCount, identity: identity)
    }
    if let file = testFile {
      var other = self
      other.source = file
      // A target column has the same name in both files; a target file belongs to the first one only.
      if let target, FileBytes.exists(target) { other.target = nil }
      let (read, testReading) = try other.selected(stream, layout: reading.layout, observer)
      var test = try read.ordered(as: data, file, source)
      guard test.featureCount == data.featureCount else {
        throw Refusal.input(
          "\(file) has \(test.featureCount) features and \(source) has \(data.featureCount); both must have the same columns"
        )
      }
      test.targets = try test.targets.aligned(to: data.targets, "the training data")
      let training = try perClass.map { try Split(data, perClass: $0).training } ?? data
      var divided = division(Split(training: training, test: test))
      divided.droppedRowCount += testReading.droppedRowCount
      divided.testIdentity = DataIdentity(testReading)
      return divided
    }
    if takesNoTestRows {
      let training = try perClass.map { try Split(data, perClass: $0).training } ?? data
      return division(Split(training: training, test: data.rows([])))
    }
    if let perClass {
      let all = try Split(data, perClass: perClass)
      guard test != nil else { return division(all) }
      // So much of what does not train.
      let tested = try Split(all.test, test: testSize(), order: split, using: stream.branch("split")).test
      return division(Split(training: all.training, test: tested))
    }
    return division(try Split(data, test: try testSize(), order: split, using: stream.branch("split")))
  }

  /// `--test 0`: every row trains, and errors are those of rows held out or left out.
  var takesNoTestRows: Bool { test.flatMap { Double($0) } == 0 }

  /// `--test` as a file; nil where it is a number or absent.
  private var testFile: String? { test.flatMap { Double($0) == nil ? $0 : nil } }

  /// `--test` as a share of the rows; a quarter where it is absent.
  func testSize() throws -> Split.Size {
    guard let test else { return .fraction(0.25) }
    if let count = Int(test) { return .count(count) }
    guard let share = Double(test) else {
      throw Refusal.usage("--test takes a fraction, a number of rows or a file; found \"\(test)\"")
    }
    return .fraction(share)
  }

  /// The share of the fold; nil for leave-one-out where it is exact.
  private func validationFraction() throws -> Double? {
    guard let validation, validation != "loo" else { return nil }
    guard let share = Double(validation), share > 0, share < 1 else {
      throw Refusal.usage("--validation takes loo or a fraction between 0 and 1; found \"\(validation)\"")
    }
    return share
  }

  private func summary(
    _ training: LabeledData, _ test: LabeledData, _ remarks: DataRemarks, _ division: Division,
    usesLeaveOneOut: Bool, folds: [Fold]
  ) -> DataSummary {
    let names: [String] = if case .classes(_, let names) = training.targets { names } else { [] }
    let how: String
    if isMixture, !takesNoTestRows {
      how = "Test rows are fresh samples of the same means, with true labels"
    } else if takesNoTestRows {
      how = "No row tests"
    } else if perClass != nil {
      how = "The first rows of each class train"
    } else if testFile != nil {
      how = "Test rows from \(measuredName)"
    } else {
      how = split == .ordered ? "The first rows train, the last ones test" : "Rows shuffled before the split"
    }
    let rows = NumberText.grouped(folds[0].validation.sampleCount)
    let fold = folds.count == 1 ? "a fold of \(rows) training rows" : "\(folds.count) folds of \(rows) training rows"
    let forms = training.featureCount <= Storing.mostDataAwareFeatures ? "in plain rounding" : "in 32 bits"
    return DataSummary(
      name: name, digest: division.identity.digest, rowsDigest: ContentDigest(of: training).text,
      splitDigest: division.splitDigest, target: division.identity.target,
      targetIsDefault: division.identity.target != nil && target == nil,
      task: names.isEmpty ? "regress" : "classify", features: training.featureCount,
      classes: names,
      trainingSamples: training.sampleCount, testSamples: test.sampleCount, split: how,
      validation: usesLeaveOneOut ? "λ by leave-one-out for ridge \(forms), else by \(fold)" : "λ by \(fold)",
      corruption: corrupt, standardized: standardize,
      remarks: remarks.sentences(for: self, classes: names))
  }

  /// Whether samples are drawn.
  var isMixture: Bool { source.hasPrefix(MixtureDescription.prefix) }

  /// Whether no file is read.
  var isBuiltIn: Bool { source == "digits" || isMixture }

  /// What people call the data: the name of the file, without its folders.
  var name: String { isMixture ? source : Self.lastComponent(source) }

  /// What people call the rows that are measured.
  var measuredName: String { testFile.map(Self.lastComponent) ?? name }

  private static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

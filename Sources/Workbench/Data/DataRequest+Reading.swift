import DataFiles
import DataModels
import LinearAlgebra
import Messages

extension DataRequest {
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
  func selected(
    _ stream: RandomStream, layout: DataLayout?, _ observer: @escaping ProgressObserver = { _ in }
  ) throws -> (data: LabeledData, reading: DataSource.Reading) {
    let title = "reading \(Self.lastComponent(source))"
    let reading = try fileSource(layout).read(using: stream.branch("mixture")) {
      observer(Progress(title: title, done: $0, total: $1))
    }
    var data = reading.data
    if let classes { data = try data.only(classes: classes) }
    if let limit { data = data.first(try checkedLimit(limit)) }
    return (data, reading)
  }

  /// All rows that are wanted, and where they come from.
  func undivided(_ stream: RandomStream, layout: DataLayout) throws -> (LabeledData, identity: DataIdentity) {
    let (data, reading) = try selected(stream, layout: layout)
    return (data, DataIdentity(reading))
  }

  func checkedLimit(_ limit: Int) throws -> Int {
    guard limit >= 1 else { throw Refusal.usage("--limit must be at least 1; found \(limit)") }
    return limit
  }

  /// The rows of a file as they are, for a layer that was trained elsewhere; a target column is left out.
  func calibrationRows() throws -> Matrix {
    let rows = try fileSource(nil).loadFeatures().features
    return try limit.map { rows.rows(Array(0..<min(try checkedLimit($0), rows.rowCount))) } ?? rows
  }
}

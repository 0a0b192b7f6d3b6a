import DataModels
import LinearAlgebra
import Messages

/// CSV and TSV; also what has no other format.
struct TableFormat: DataFormat {
  let name = "CSV/TSV"
  let endings = ["csv", "tsv"]

  func recognizes(_ bytes: [UInt8]) -> Bool { false }

  func offers(_ target: String, in file: FileBytes, _ request: SampleRequest) throws -> Bool {
    if Int(target) != nil { return true }
    return try CSVReader(header: request.header).columnNames(of: file).contains(target)
  }

  func samples(in file: FileBytes, _ request: SampleRequest) throws -> Samples {
    try request.refusePart(file, "one table")
    let choice: CSVReader.Choice =
      switch request.target {
      case .none: .none
      case .usual: .last
      case .named(let column): .column(column)
      }
    var reader = CSVReader(header: request.header, missing: request.missing, target: choice, ignored: request.ignored)
    // Numbers of columns are those of the file for which they were given.
    if let known = request.layout?.names, try reader.hasHeader(file) {
      if let target = known.target { reader.target = .column(target) }
      reader.ignored.columns = known.ignored
    }
    let table = try reader.read(file, observer: request.observer)
    return Samples(
      features: table.features,
      targets: table.target.map {
        .init(content: .column($0), name: "\(file.name), \(table.targetName!)", column: table.targetName)
      },
      featureNames: table.hasHeader ? table.featureNames : nil,
      otherNames: table.hasHeader ? .init(target: table.targetName, ignored: table.ignoredNames) : nil,
      droppedRowCount: table.droppedRowCount)
  }

  func freeColumns(
    in file: FileBytes, target: String?, _ request: SampleRequest
  ) throws -> [DataSource.Column]? {
    var reader = CSVReader(header: request.header, target: .none, ignored: request.ignored)
    guard try reader.hasHeader(file) else { return nil }
    let names = try reader.columnNames(of: file)
    // Else it is the name of another file.
    if let target, try offers(target, in: file, request) { reader.target = .column(target) }
    let roles = try reader.roles(names, hasHeader: true, file: file.name)
    return names.indices.filter { roles[$0] == .feature }.map { DataSource.Column(name: names[$0], number: $0 + 1) }
  }

  func targets(in file: FileBytes, _ request: SampleRequest) throws -> FoundTargets {
    try request.refusePart(file, "one table")
    return .init(content: .column(try CSVReader(header: request.header).readTarget(file)), name: file.name)
  }
}

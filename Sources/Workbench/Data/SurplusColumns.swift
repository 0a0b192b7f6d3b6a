import DataFiles
import Messages
import PackedInference

extension DataRequest {
  /// What work on these data gives; where it is refused, and a table has columns that the model was trained without, the
  /// refusal names the flags that leave them out.
  ///
  /// - Parameter isLabeled: whether the last column is the target unless the request names another.
  func tellingSurplusColumns<Answer>(
    of model: Model, isLabeled: Bool, _ work: () throws -> Answer
  ) throws -> Answer {
    do { return try work() } catch let refusal as Refusal where refusal.kind == .input {
      throw (try? surplusRefusal(model, isLabeled: isLabeled)) ?? refusal
    }
  }

  /// Nil where nothing of the kind is known: standard input cannot be read twice, and a model of columns without names has
  /// no checksum.
  private func surplusRefusal(_ model: Model, isLabeled: Bool) throws -> Refusal? {
    guard source != "-", !isBuiltIn, let checksum = model.columnChecksum,
      let columns = try fileSource(DataLayout(featureCount: model.featureCount)).freeColumns(),
      let places = ColumnChecksum.surplus(of: columns.map(\.name), leaving: model.featureCount, checksum)
    else { return nil }
    var surplus = places.map { columns[$0] }
    func flag(_ name: String, _ columns: [DataSource.Column]) -> String {
      let known = name == "--ignore" ? ignored : []
      return "\(name) \(quotedForShell((known + columns.map(\.reference)).joined(separator: ",")))"
    }
    guard isLabeled, target == nil else {
      return .input("\(source): \(found(surplus)); leave \(pronoun(surplus)) out with \(flag("--ignore", surplus))")
    }
    if places.last == columns.count - 1 {
      surplus.removeLast()
      return surplus.isEmpty
        ? nil
        : .input("\(source): \(found(surplus)); leave \(pronoun(surplus)) out with \(flag("--ignore", surplus))")
    }
    let last = "the last column was learned from, so that it is not the target"
    return surplus.count == 1
      ? .input("\(source): \(last); name that with \(flag("--target", surplus))")
      : .input(
        "\(source): \(last); name that with --target, it is one of \(surplus.map(\.reference).joined(separator: ", ")), and leave "
          + "the others out with --ignore")
  }

  private func found(_ columns: [DataSource.Column]) -> String {
    columns.count == 1
      ? "found a column that the model was trained without"
      : "found \(columns.count) columns that the model was trained without"
  }

  private func pronoun(_ columns: [DataSource.Column]) -> String { columns.count == 1 ? "it" : "them" }
}

extension DataSource.Column {
  /// As `--ignore` and `--target` understand it: the name where that cannot be taken for something else.
  fileprivate var reference: String {
    let isPlain = Int(name) == nil && !name.contains(",") && name.first != " " && name.last != " "
    return isPlain ? name : "\(number)"
  }
}

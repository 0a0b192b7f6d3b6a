import ArgumentParser
import Workbench

/// What a data source means: which columns, which rows, what to do about gaps.
struct TableOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The target: a column (name or number: 1 is the first, -1 the last; default: the last column of a table), an array of the same npz or safetensors (default: y, labels …), or a file.",
      valueName: "column|array|file"))
  var target: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Columns to leave out, whatever they hold: names or numbers as for --target, separated by commas. Give predict and evaluate the same list where their file has these columns; it may lack named ones.",
      valueName: "list"))
  var ignore: String?

  @Option(help: "Whether a table has a line of names: yes, no or auto.")
  var header = "auto"

  @Option(
    help:
      "Missing values: error, drop (the row), or mean of the training rows (a model keeps them with --standardize only)."
  )
  var missing = "error"

  @Option(help: ArgumentHelp("Use only the first N rows.", valueName: "n"))
  var limit: Int?

  /// What the flags say of a source; nil where they say nothing.
  func request() -> DataRequest? {
    var request = DataRequest()
    apply(to: &request)
    return request == DataRequest() ? nil : request
  }

  /// Writes the flags into a request.
  func apply(to request: inout DataRequest) {
    request.target = target
    request.ignored = ignore.map(ListText.words) ?? []
    request.header = header
    request.missing = missing
    request.limit = limit
  }
}

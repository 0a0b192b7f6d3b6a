import ArgumentParser
import Workbench

/// How data are read: what `compress`, `evaluate` and `predict` share.
struct ReadingOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "CSV/TSV, npy, npz, safetensors, svmlight or MNIST idx (also .gz), `digits`, or `mixture:d=750,n=500,k=5,r=0.8,c=0.3,sigma=1`; - is standard input. FILE.npz:NAME is one array of it (default: X, x_train, data …), FILE.svm:0 counts features from 0.",
      valueName: "data"))
  var data = "digits"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The target: a column (name or number: 1 is the first, -1 the last), an array of the same npz or safetensors (default: y, labels …), or a file.",
      valueName: "column|array|file"))
  var target: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Columns to leave out, whatever they hold: names or numbers as for --target, separated by commas. predict and evaluate do not ask for named ones.",
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

  func request() -> DataRequest {
    var request = DataRequest()
    request.source = data
    request.target = target
    request.ignored = ignore.map(ListText.words) ?? []
    request.header = header
    request.missing = missing
    request.limit = limit
    return request
  }
}

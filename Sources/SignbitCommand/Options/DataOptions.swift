import ArgumentParser
import DataModels
import Messages
import Workbench

/// How the rows of `compress`, `quote` and `evaluate` are divided; they stand beside `ReadingOptions` and `TableOptions`.
///
/// Not around them: the parser of a debug build checks everything within a group four times, and four times that within
/// a group of its own.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Test rows: a file, a fraction or a number of rows (compress: 0.25 unless given, 0 for none).",
      valueName: "data|fraction|count"))
  var test: String?

  @Option(help: "How rows are divided: ordered (the last ones test) or shuffled.")
  var split = "shuffled"

  @Option(
    help: ArgumentHelp(
      "loo, or the size of the folds to choose by, each in turn (default: loo where it is exact, else 0.2).",
      valueName: "loo|fraction"))
  var validation: String?

  @Option(help: ArgumentHelp("The first N rows of each class train; one number or one per class.", valueName: "n|list"))
  var perClass: String?

  @Option(help: ArgumentHelp("Replace this share of the training labels.", valueName: "share"))
  var corrupt = 0.0

  @Flag(help: "Scale features to mean 0 and standard deviation 1, by the training rows.")
  var standardize = false

  @Option(help: ArgumentHelp("Use only these classes.", valueName: "list"))
  var classes: String?

  @Option(help: "classify, regress or auto (text and at most 50 distinct whole numbers are classes).")
  var task = "auto"

  /// - Parameter source: what is read.
  func request(of source: DataRequest) throws -> DataRequest {
    var request = source
    request.test = test
    guard let order = Split.Order(rawValue: split) else {
      throw Refusal.usage(
        "--split does not know \"\(split)\"; \(Suggestion.question(for: split, among: Split.Order.allCases.map(\.rawValue)))"
      )
    }
    request.split = order
    request.validation = validation
    request.perClass = try perClass.map { text in
      try ListText.wholeNumbers(text, "--per-class")
    }
    request.corrupt = corrupt
    request.standardize = standardize
    request.classes = try classes.map { text in
      let names = ListText.words(text)
      guard !names.isEmpty else { throw Refusal.usage("--classes needs at least one name; found \"\(text)\"") }
      return names
    }
    request.task = task
    return request
  }
}

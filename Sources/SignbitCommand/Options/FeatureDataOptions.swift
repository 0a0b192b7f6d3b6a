import ArgumentParser
import Workbench

/// The user's own rows as the pool of a learning curve.
struct FeatureDataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Predict learning curves on random features of these data instead: a file in any format that compress reads, or digits.",
      valueName: "data"))
  var data: String?

  @OptionGroup var table: TableOptions

  @Flag(help: "Scale inputs to mean 0 and standard deviation 1.")
  var standardize = false

  @Option(help: ArgumentHelp("Use only these classes.", valueName: "list"))
  var classes: String?

  @Option(help: "classify, regress or auto (text and at most 50 distinct whole numbers are classes).")
  var task = "auto"

  /// Nil without data.
  func request() -> DataRequest? {
    guard let data else { return nil }
    var request = DataRequest()
    request.source = data
    table.apply(to: &request)
    request.standardize = standardize
    request.classes = classes.map(ListText.words)
    request.task = task
    return request
  }
}

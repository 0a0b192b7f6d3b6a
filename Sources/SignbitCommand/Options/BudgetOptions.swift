import ArgumentParser
import Workbench

/// What a model may cost: what `compress` and `quote` share.
struct BudgetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Choose the smallest file with at most this validation or quoted error (a fraction, or MSE).", valueName: "error")
  )
  var maxError: Double?

  @Option(help: ArgumentHelp("Choose among files of at most so many bytes.", valueName: "bytes"))
  var maxBytes: Int?

  @Option(help: ArgumentHelp("Choose among models that take at most so many µs per sample.", valueName: "µs"))
  var maxLatency: Double?

  func apply(to request: inout CompressRequest) {
    request.maxError = maxError
    request.maxBytes = maxBytes
    request.maxLatency = maxLatency
  }
}

import ArgumentParser
import DataFiles
import Messages
import Workbench

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Label samples with a model.",
    discussion: """
      The samples may carry a target column (name it with --target) or none. Predictions go to standard output, \
      or to --out FILE.

      EXAMPLES
        signbit predict signbit-out/model.signbit digits
        signbit predict model.signbit samples.npy --scores --as jsonl --out predictions.jsonl
      """)

  @Argument(help: "A model.signbit file.")
  var model: String

  @OptionGroup var data: DataOptions

  @Flag(help: "Print the score of every class too.")
  var scores = false

  @Option(name: .customLong("as"), help: "csv, npy or jsonl.")
  var format = "csv"

  @Option(help: "The file to write; - is standard output.")
  var out = "-"

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    guard let format = Predict.Format(rawValue: common.json ? "jsonl" : format) else {
      throw Refusal.usage(
        "--as takes csv, npy or jsonl; \(Suggestion.question(for: format, among: Predict.Format.allCases.map(\.rawValue)))"
      )
    }
    let bytes = try Predict(model: model, data: try data.request(), format: format, scores: scores)()
    try Output.write(bytes, to: out)
  }
}

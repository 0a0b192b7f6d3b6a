import ArgumentParser
import DataFiles
import Messages
import Workbench

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Label samples with a model.",
    discussion: """
      The samples may carry a target column, which --target names (--target -1 is the last), or none. Predictions go to standard output, or to --out FILE. --missing mean takes \
      the means of the training rows, which a model keeps when it was trained with --standardize; else gaps are refused.

      EXAMPLES
        signbit predict signbit-out/model.signbit digits
        signbit predict model.signbit samples.npy --as jsonl --out labels.jsonl
      """)

  @Argument(help: "A model.signbit file, or - for standard input.")
  var model: String

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var table: TableOptions

  @Flag(help: "Print the score of every class too.")
  var scores = false

  @Option(
    name: .customLong("as"),
    help:
      "csv, npy (numbers only: of a label its index among the classes, from 0), jsonl (one object per line) or json.")
  var format = "csv"

  @Option(
    help: ArgumentHelp("A file, or a folder for predictions.csv; - is standard output.", valueName: "file|folder"))
  var out = "-"

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    guard let format = Predict.Format(rawValue: common.json ? "json" : format) else {
      throw Refusal.usage(
        "--as does not know \"\(self.format)\"; \(Suggestion.question(for: self.format, among: Predict.Format.allCases.map(\.rawValue)))"
      )
    }
    guard model != "-" || reading.data != "-" else {
      throw Refusal.usage("the model and the samples cannot both come from standard input")
    }
    let bytes = try Predict(
      model: model, data: reading.request(table), format: format, scores: scores, seed: common.seed)()
    try Output.write(bytes, to: AtomicFile.isFolder(out) ? "\(out)/predictions.\(format.rawValue)" : out)
  }
}

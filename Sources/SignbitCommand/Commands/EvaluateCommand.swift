import ArgumentParser
import Ledger
import Messages
import Workbench

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure the error of a model on labeled data.",
    discussion: """
      Without --test or --per-class every row is used; with them only the test rows, the same that \
      compress sets apart with the same flags and seed. Rows that trained the model are pointed out where the ledger \
      knows the run that made it.

      EXAMPLES
        signbit evaluate signbit-out/model.signbit digits --test 0.25
        signbit evaluate model.signbit test.csv --target label
      """)

  @Argument(help: "A model.signbit file, or - for standard input.")
  var model: String

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let request = try data.request(of: reading.request(table))
    guard model != "-" || request.source != "-" else {
      throw Refusal.usage("the model and the data cannot both come from standard input")
    }
    var answer = try Evaluate(model: model, data: request, seed: common.seed)()
    let origin = ledger.look { try $0.origin(ofModel: answer.model.digest) }
    if let known = try? origin.get(),
      let overlap = TrainingOverlap(answer, origin: known)
    {
      answer.diagnosis.append(overlap.sentence)
    }
    try answering.deliver(answer, as: "evaluate", common) { show(answer) }
    try ledger.record(common) { _ in [LedgerRow(answer, origin: try origin.get(), seed: common.seed)] }
  }

  private func show(_ answer: EvaluateAnswer) {
    let text = ErrorText(task: answer.classes.isEmpty ? "regress" : "classify")
    print(
      "error \(text.number(answer.error)) \(text.unit), 95 % interval \(text.number(answer.interval[0])) to "
        + "\(text.number(answer.interval[1])), \(NumberText.grouped(answer.samples)) samples, "
        + "\(NumberText.short(answer.microsecondsPerSample)) µs per sample"
        + (answer.data.targetText.map { ", \($0)" } ?? ""))
    for sentence in answer.diagnosis { print("• \(sentence)") }
    if let r = answer.rSquared { print("R² \(NumberText.fixed(r, 4))") }
    if let confusion = answer.confusion {
      print("")
      let rows = confusion.enumerated().map { [answer.classes[$0]] + $1.map(NumberText.grouped) + [""] }
      print(TextTable(header: ["true \\ predicted"] + answer.classes + [""], rows: rows, leftColumns: 1).text)
    }
  }
}

import ArgumentParser
import Messages
import Workbench

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what a model file holds: sections, bytes, shapes, how it was made.",
    discussion: """
      EXAMPLES
        signbit inspect signbit-out/model.signbit
        signbit inspect model.signbit --json
      """)

  @Argument(help: "A model.signbit file, or - for standard input.")
  var model: String

  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let answer = try Inspect(model)()
    try answering.deliver(answer, as: "inspect", common) { show(answer) }
  }

  private func show(_ answer: InspectAnswer) {
    print(
      "\(answer.file): \(answer.task == "classify" ? "classifier" : "regressor"), \(NumberText.grouped(answer.bytes)) bytes"
    )
    for step in answer.map {
      let origin = step.seed.map { "from seed \($0)" } ?? "stored"
      print(
        "map          \(step.kind), \(NumberText.grouped(step.inputs)) → \(NumberText.grouped(step.outputs)), "
          + "\(NumberText.grouped((step.randomBits + 7) / 8)) bytes of numbers, \(origin)")
    }
    print("layer        \(answer.rows) × \(answer.columns), \(answer.format), \(answer.bitsPerWeight) bit per weight")
    if !answer.classes.isEmpty { print("classes      \(answer.classes.joined(separator: ", "))") }
    print("standardize  \(answer.standardized ? "yes, by the training means and deviations" : "no")")
    print("made by      \(answer.provenance)")
    print("")
    var rows = answer.sections.map { [$0.name, $0.checksum, NumberText.grouped($0.bytes), ""] }
    rows.append(["header and table", "", NumberText.grouped(answer.overheadBytes), ""])
    print(TextTable(header: ["section", "crc-32", "bytes", ""], rows: rows).text)
  }
}

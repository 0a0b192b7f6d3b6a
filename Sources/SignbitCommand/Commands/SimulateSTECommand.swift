import ArgumentParser
import Messages
import Workbench

struct SimulateSTECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ste", abstract: "Train binary weights by the straight-through estimator; how often it finds them.",
    discussion: """
      Every trial draws data, a teacher and a start, and trains on all of the data (arXiv 2505.18113). Recovery is that \
      of the mean of the signs over the steps, of the mean of the latent weights, and of the last step. Windows \
      (identity, relu, clipped-relu, hard-tanh) are trained from flip to flip in whole numbers, the others step by step. \
      What theory ste predicts stands beside it where anything is known.

      EXAMPLES
        signbit simulate ste --samples 50,100,200 --label-noise 0 --hidden 32
        signbit simulate ste --input offset:1 --normalize center --trace course.csv
      """)

  @OptionGroup var ste: STEOptions
  @Option(help: "How many runs.")
  var trials = 100
  @Option(
    help: ArgumentHelp(
      "Write loss and distance of the first run, flip by flip, as CSV; - is stdout.", valueName: "file"))
  var trace: String?
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if trace == "-", common.json {
      throw ValidationError("--trace - and --json both want standard output; name a file")
    }
  }

  func run() throws {
    common.apply()
    var request = SimulateSTERequest()
    request.model = try ste.request()
    request.trials = trials
    request.seed = common.seed
    let answer = try SimulateSTE(request, observer: common.progress)()
    try answering.deliver(answer, as: "simulate-ste", common) { show(answer) }
    if let trace { try Output.write(Array(answer.traceText.utf8), to: trace) }
  }

  private func show(_ answer: SimulateSTEAnswer) {
    print("\(STEOptions.title(answer.model.setting)), \(trials) runs, seed \(answer.model.seed); mean ± standard error")
    for remark in answer.model.remarks { print("* " + remark) }
    print("")
    func number(_ value: Double?, _ error: Double?, _ digits: Int = 3) -> String {
      guard let value else { return "–" }
      return NumberText.fixed(value, digits) + (error.map { " ± " + NumberText.fixed($0, digits) } ?? "")
    }
    let rows = answer.rows.map { row in
      [
        NumberText.grouped(row.samples), number(row.ergodicRecovery, row.ergodicRecoveryStandardError),
        number(row.latentRecovery, row.latentRecoveryStandardError),
        number(row.lastRecovery, row.lastRecoveryStandardError), number(row.occupation, row.occupationStandardError),
        number(row.returns, row.returnsStandardError, 1),
        number(row.spuriousAbsorption, row.spuriousAbsorptionStandardError),
      ]
    }
    print(
      TextTable(
        header: [
          "N", "mean of signs", "mean of weights", "last step", "time at teacher", "returns", "stuck elsewhere",
        ],
        rows: rows
      ).text)
    showPrediction(answer.rows)
  }

  /// Where anything is known, beside how far the runs lie from it.
  private func showPrediction(_ rows: [SimulateSTEAnswer.Row]) {
    let predictions = rows.map { row in
      [
        (row.predictedErgodicRecovery, row.ergodicRecoveryDeviation),
        (row.predictedLastRecovery, row.lastRecoveryDeviation), (row.predictedOccupation, row.occupationDeviation),
      ]
    }
    guard predictions.joined().contains(where: { $0.0 != nil }) else { return }
    print("\npredicted, as by theory ste; z is measured − predicted in standard errors of the runs\n")
    func signed(_ z: Double) -> String { (z < 0 ? "−" : "+") + NumberText.fixed(z.magnitude, 1) }
    let cells = zip(rows, predictions).map { row, predictions in
      [NumberText.grouped(row.samples)]
        + predictions.flatMap { value, z in
          [value.map { NumberText.fixed($0, 3) } ?? "–", z.map(signed) ?? "–"]
        }
    }
    print(
      TextTable(header: ["N", "mean of signs", "z", "last step", "z", "time at teacher", "z"], rows: cells).text)
  }
}

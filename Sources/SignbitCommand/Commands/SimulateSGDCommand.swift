import ArgumentParser
import Messages
import Workbench

struct SimulateSGDCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sgd", abstract: "Low-precision SGD for linear regression; mean risks with their errors.",
    discussion: """
      Every trial draws its own samples and errors and runs SGD; risks are integrated over new inputs. The rows are those \
      of theory sgd. Errors of different settings meet the same samples.

      EXAMPLES
        signbit simulate sgd --dim 50 --quantize-data add:0.01
        signbit simulate sgd --spectrum data:digits --step-size 0.001 --json
      """)

  @OptionGroup var sgd: SGDOptions
  @Option(help: "How many runs.")
  var trials = 100
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = SimulateSGDRequest()
    request.model = sgd.request()
    request.trials = trials
    request.seed = common.seed
    let answer = try SimulateSGD(request, observer: common.progress)()
    try answering.deliver(answer, as: "simulate-sgd", common) { show(answer) }
    if answer.rows.contains(where: { $0.risk == nil }) {
      throw Refusal.failure("some runs diverged; theory sgd, with the same flags, says the largest stable step size")
    }
  }

  private func show(_ answer: SimulateSGDAnswer) {
    print(
      "\(SGDOptions.title(answer.model.setting)), \(trials) runs, seed \(answer.model.seed); mean ± standard error")
    for remark in answer.model.remarks { print("* " + remark) }
    print("")
    func number(_ value: Double?, _ error: Double? = nil) -> String {
      guard let value else { return "–" }
      let text = (1e-3..<1e5).contains(value.magnitude) ? NumberText.fixed(value, 5) : NumberText.short(value)
      return text + (error.map { " ± " + NumberText.short($0) } ?? "")
    }
    let rows = answer.rows.map { row in
      [
        NumberText.grouped(row.iteration), number(row.risk, row.riskStandardError), number(row.predictedRisk),
        number(row.averagedRisk, row.averagedRiskStandardError), number(row.predictedAveragedRisk),
        number(row.deployedRisk, row.deployedRiskStandardError), number(row.predictedDeployedRisk),
      ]
    }
    print(
      TextTable(
        header: ["t", "risk", "predicted", "averaged", "predicted", "deployed", "predicted"], rows: rows
      ).text)
  }
}

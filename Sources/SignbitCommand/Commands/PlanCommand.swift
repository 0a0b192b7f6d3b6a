import ArgumentParser
import DataModels
import Messages
import Workbench

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "The bits that a job needs.",
    discussion: """
      EXAMPLES
        signbit plan sgd --tolerance 0.1
        signbit plan sgd --spectrum data:digits --step-size 0.01 --kind float
      """,
    subcommands: [PlanSGDCommand.self])
}

struct PlanSGDCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sgd",
    abstract: "Bits for each target of low-precision SGD, for a risk that rises by a share at most.",
    discussion: """
      Chooses bits for data, label, parameter, activation and gradient from the exact risk of the averaged weights, and \
      runs SGD with them. No single bit of the plan can be taken away, nor two for one given. The formats round \
      stochastically; an integer's range is 5√λ₁ for data, 2 max |w*| for weights, six standard deviations else.

      EXAMPLES
        signbit plan sgd --steps 1000 --tolerance 0.1
        signbit plan sgd --kind float --cost 1,1,4,1,1
      """)

  @OptionGroup var sgd: SGDOptions
  @Option(help: ArgumentHelp("How much the risk may rise, as a share.", valueName: "share"))
  var tolerance = 0.1
  @Option(help: "integer or float; the bits of a float are those of its mantissa.")
  var kind = "integer"
  @Option(
    help: ArgumentHelp(
      "What a bit costs: one number, or one each for data, label, parameter, activation and gradient.",
      valueName: "list"))
  var cost = "1"
  @Option(help: "Runs that confirm the plan; 0 for none.")
  var trials = 400
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = PlanSGDRequest()
    request.model = sgd.request()
    request.tolerance = tolerance
    request.kind = kind
    let costs = try ListText.numbers(cost, "--cost")
    request.cost = costs.count == 1 ? [Double](repeating: costs[0], count: 5) : costs
    request.trials = trials
    request.seed = common.seed
    let answer = try PlanSGD(request, observer: common.progress)()
    try answering.deliver(answer, as: "plan-sgd", common) { show(answer) }
  }

  private func show(_ answer: PlanSGDAnswer) {
    let plan = answer.plan
    print("\(SGDOptions.title(answer.request.model)), \(answer.request.model.steps) steps")
    print("")
    func percent(_ share: Double?) -> String { share.map { "+\(NumberText.percent($0, 2)) %" } ?? "–" }
    let rows = answer.rows.map { row in
      [
        row.target.rawValue, "\(row.bits)", row.format, percent(row.increaseWithOneLess), percent(plan.increase),
        percent(row.increaseWithOneMore),
      ]
    }
    let bits = answer.request.kind == "float" ? "mantissa" : "bits"
    print(TextTable(header: ["target", bits, "format", "one bit less", "plan", "one more"], rows: rows).text)
    print(
      "\(plan.bits) bits; risk \(NumberText.short(plan.risk)), in full precision \(NumberText.short(plan.fullPrecisionRisk))"
    )
    let measured = plan.measuredIncrease.map { mean in
      "; measured \(percent(mean)) ± \(NumberText.percent(plan.measuredIncreaseStandardError ?? 0, 2)) in \(plan.trials) runs"
    }
    print("rise predicted \(percent(plan.increase))\(measured ?? "")")
  }
}

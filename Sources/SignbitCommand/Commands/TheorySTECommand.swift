import ArgumentParser
import Messages
import Workbench

struct TheorySTECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ste", abstract: "How many samples the straight-through estimator needs to find binary weights.",
    discussion: """
      A two-layer network with one binary weight vector learns from a teacher of its kind (arXiv 2505.18113). Recovery \
      follows a law fitted to simulations, the share of time at the teacher under label noise a first-order formula; \
      null is what is unknown. JSON has loss and gradient for endlessly many samples too. --bound is the theorem with \
      constants of yours: it bounds, it does not predict.

      EXAMPLES
        signbit theory ste --weights 64 --label-noise 0.5 --probability 0.95
        signbit theory ste --samples 50,100,200 --surrogate identity --label-noise 0 --json
      """)

  @OptionGroup var ste: STEOptions
  @Option(help: "Count the samples for recovery with this probability.")
  var probability = 0.5
  @Option(help: ArgumentHelp("C′,C″ of the theorem, which does not say them.", valueName: "constants"))
  var bound: String?
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = TheorySTERequest()
    request.model = try ste.request()
    request.probability = probability
    request.bound = try bound.map { try ListText.numbers($0, "--bound") }
    let answer = try TheorySTE(request)()
    try answering.deliver(answer, as: "theory-ste", common) { show(answer) }
  }

  private func show(_ answer: TheorySTEAnswer) {
    let model = answer.model
    print("\(STEOptions.title(model.setting)), predicted")
    func count(_ value: Double) -> String {
      value < 1e15 ? NumberText.grouped(Int(value.rounded(.up))) : NumberText.short(value)
    }
    let percent = NumberText.short(100 * model.probability)
    if let samples = model.samplesNeeded {
      print(
        "\(count(samples)) samples for the mean over all steps to be right in \(percent) % (law fitted to simulations)")
    }
    if let samples = model.samplesNeededLast { print("\(count(samples)) samples for the last step") }
    if let samples = model.safeSamples { print("\(count(samples)) samples to be safe (twice those for 95 %)") }
    if let bound = model.theoremBound {
      print("\(count(bound)) samples suffice by the theorem with your constants (a bound)")
    }
    for doubt in model.doubts { print("* " + doubt) }
    print("")
    func number(_ value: Double?) -> String { value.map { NumberText.fixed($0, 3) } ?? "–" }
    let rows = answer.rows.map { row in
      [
        NumberText.grouped(row.samples), number(row.ergodicRecovery), number(row.latentRecovery),
        number(row.lastRecovery), number(row.occupation), number(row.spuriousAbsorption),
        row.samplesForHalf.map { count($0) } ?? "–",
      ]
    }
    print(
      TextTable(
        header: [
          "N", "mean of signs", "mean of weights", "last step", "time at teacher", "stuck elsewhere", "N for half",
        ],
        rows: rows
      ).text)
  }
}

import ArgumentParser
import Messages
import Workbench

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Measure on random models what theory predicts.",
    discussion: """
      EXAMPLES
        signbit simulate mixture --lambda 100 --penalty l2
        signbit simulate mixture --features 1200 --samples 300 --trials 8 --json
      """,
    subcommands: [
      SimulateMixtureCommand.self, SimulateFeaturesCommand.self, SimulateSGDCommand.self, SimulateSTECommand.self,
    ])
}

struct SimulateMixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mixture", abstract: "Train classifiers on Gaussian mixtures; errors with their standard errors.",
    discussion: """
      Every trial draws new class means, samples and label flips; the test error of each trained W is integrated over \
      the mixture. Objective ‖XW − Y‖² + λ Σ f(w), no intercept by default, as in arXiv 2402.10474.

      EXAMPLES
        signbit simulate mixture --penalty l2 --lambda 10,100,1000
        signbit simulate mixture --penalty linf --lambda 1000,3000 --trials 64 --json
      """)

  @OptionGroup var mixture: MixtureOptions
  @Option(help: "How many data sets.")
  var trials = 32
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = SimulateMixtureRequest()
    request.model = try mixture.request(seed: common.seed)
    request.trials = trials
    let answer = try SimulateMixture(request, observer: common.progress)()
    try answering.deliver(answer, as: "simulate-mixture", common) { show(answer) }
    let unconverged = answer.rows.count { $0.status != "converged" }
    if unconverged > 0 {
      throw Refusal.failure(
        "\(unconverged) of \(answer.rows.count) rows did not converge; --json has the relative gap of each")
    }
  }

  private func show(_ answer: MixtureAnswer) {
    let seed = answer.model.seed
    print("\(MixtureColumns.title(answer.model)), \(trials) data sets, seed \(seed); mean ± standard error")
    print("")
    MixtureTable.show(answer)
  }
}

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
    subcommands: [SimulateMixtureCommand.self, SimulateFeaturesCommand.self])
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
    request.features = mixture.features
    request.samples = mixture.samples
    request.classes = mixture.classes
    request.correlation = mixture.correlation
    request.corruption = mixture.corruption
    request.sigma = mixture.sigma
    request.priors = try mixture.priorNumbers()
    request.penalties = ListText.words(mixture.penalty)
    request.lambdas = try mixture.lambdas()
    request.intercept = mixture.intercept == .yes
    request.trials = trials
    request.seed = common.seed
    let answer = try SimulateMixture(request, observer: common.progress)()
    try answering.deliver(answer, as: "simulate-mixture", common) { show(answer) }
    let unconverged = answer.rows.count { $0.status != "converged" }
    if unconverged > 0 {
      throw Refusal.failure(
        "\(unconverged) of \(answer.rows.count) rows did not converge; --json has the relative gap of each")
    }
  }

  private func show(_ answer: SimulateMixtureAnswer) {
    let model = answer.model
    print(
      "mixture: d=\(model.features) n=\(model.samples) k=\(model.classes) r=\(model.correlation) c=\(model.corruption) "
        + "sigma=\(model.sigma), \(trials) data sets, seed \(model.seed); mean ± standard error; errors and fractions in %"
    )
    print("")
    func percent(_ value: Double, _ error: Double?) -> String {
      NumberText.percent(value, 2) + (error.map { " ± " + NumberText.percent($0, 2) } ?? "")
    }
    let rows = answer.rows.map { row in
      [
        CandidateColumns.symbol(row.penalty), NumberText.short(row.lambda),
        percent(row.testError, row.testErrorStandardError),
        percent(row.oneBitTestError, row.oneBitTestErrorStandardError),
        percent(row.formats["sign"] ?? .nan, row.formatsStandardError["sign"] ?? nil),
        percent(row.nonzeroFraction, row.nonzeroFractionStandardError),
        percent(row.boundaryFraction, row.boundaryFractionStandardError),
        NumberText.fixed(row.trainingLoss, 2)
          + (row.trainingLossStandardError.map { " ± " + NumberText.fixed($0, 2) } ?? ""),
        row.status == "converged" ? "" : row.status,
      ]
    }
    print(
      TextTable(
        header: [
          "penalty", "λ", "test error", "sign(W)", "sign, scaled*", "non-zero", "at boundary", "training loss", "",
        ],
        rows: rows
      ).text)
    print("* one scale per class, as compress stores it; sign(W) has one scale for all.")
  }
}

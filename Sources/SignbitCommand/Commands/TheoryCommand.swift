import ArgumentParser
import Messages
import Workbench

struct TheoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory", abstract: "Predict what simulate measures, without data and in milliseconds.",
    discussion: """
      EXAMPLES
        signbit theory mixture --lambda 100 --penalty l2
        signbit theory features --samples 1000 --widths 4096,4096
      """,
    subcommands: [TheoryMixtureCommand.self, TheoryFeaturesCommand.self, TheorySGDCommand.self, TheorySTECommand.self])
}

struct TheoryMixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mixture", abstract: "Errors of classifiers on Gaussian mixtures, trained and in few bits.",
    discussion: """
      The same table as simulate mixture, predicted: means over data sets in the limit of many features and samples. \
      The law auto is exact, or draws of a small reduced problem where few weights are active or ℓ∞ is near its \
      collapse; large-lambda is that of the theorems of arXiv 2402.10474, corrected.

      EXAMPLES
        signbit theory mixture --penalty l2 --lambda 10,100,1000
        signbit theory mixture --formats sign,int2 --prune 0.9 --json
      """)

  @OptionGroup var mixture: MixtureOptions
  @Option(help: "auto, exact, large-lambda or monte-carlo.")
  var law = "auto"
  @Option(help: "How many draws of the reduced problem, where that answers.")
  var draws = 64
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = TheoryMixtureRequest()
    request.model = try mixture.request(seed: common.seed)
    request.law = law
    request.draws = draws
    let answer = try TheoryMixture(request, observer: common.progress)()
    try answering.deliver(answer, as: "theory-mixture", common) { show(answer) }
  }

  private func show(_ answer: MixtureAnswer) {
    print("\(MixtureColumns.title(answer.model)), predicted")
    for (penalty, lambda) in (answer.model.collapseLambda ?? [:]).sorted(by: { $0.key < $1.key }) {
      print("\(CandidateColumns.symbol(penalty)) gives W = 0 from λ = \(NumberText.short(lambda)) on")
    }
    print("")
    MixtureTable.show(answer)
  }
}

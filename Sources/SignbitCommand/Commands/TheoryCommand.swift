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
    subcommands: [TheoryMixtureCommand.self, TheoryFeaturesCommand.self])
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
  @Option(
    help: ArgumentHelp(
      "A table of k × k numbers: the shares of each class (rows) that have each label.", valueName: "file"))
  var labelNoiseMatrix: String?
  @Option(help: ArgumentHelp("A table of k × k numbers: the covariance of the class means.", valueName: "file"))
  var meanCovariance: String?
  @Option(
    help: ArgumentHelp(
      "A table of groups of features: how many, their sigma, the scale of their class means.", valueName: "file"))
  var groups: String?
  @Option(help: ArgumentHelp("f32, f16, int8 … int2, ternary, sign, sparse.", valueName: "list"))
  var formats = "sign"
  @Option(help: ArgumentHelp("The share of the smallest weights that sparse sets to zero.", valueName: "fraction"))
  var prune: Double?
  @Option(help: "auto, exact, large-lambda or monte-carlo.")
  var law = "auto"
  @Option(help: "How many draws of the reduced problem, where that answers.")
  var draws = 64
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = TheoryMixtureRequest()
    request.features = mixture.features
    request.samples = mixture.samples
    request.classes = mixture.classes
    request.correlation = mixture.correlation
    request.corruption = mixture.corruption
    request.sigma = mixture.sigma
    request.priors = try mixture.priorNumbers()
    request.labelNoiseMatrix = labelNoiseMatrix
    request.meanCovariance = meanCovariance
    request.groups = groups
    request.penalties = ListText.words(mixture.penalty)
    request.lambdas = try mixture.lambdas()
    request.formats = ListText.words(formats)
    request.prune = prune
    request.intercept = mixture.intercept == .yes
    request.law = law
    request.draws = draws
    request.seed = common.seed
    let answer = try TheoryMixture(request, observer: common.progress)()
    try answering.deliver(answer, as: "theory-mixture", common) { show(answer) }
  }

  private func show(_ answer: TheoryMixtureAnswer) {
    let model = answer.model
    func known(_ value: Double?) -> String { value.map { "\($0)" } ?? "file" }
    print(
      "mixture: d=\(model.features) n=\(model.samples) k=\(model.classes) r=\(known(model.correlation)) "
        + "c=\(known(model.corruption)) sigma=\(known(model.sigma)), predicted; errors and fractions in %")
    for (penalty, lambda) in model.collapseLambda.sorted(by: { $0.key < $1.key }) {
      print("\(CandidateColumns.symbol(penalty)) gives W = 0 from λ = \(NumberText.short(lambda)) on")
    }
    print("")
    func percent(_ value: Double?, _ error: Double?) -> String {
      guard let value else { return "–" }
      return NumberText.percent(value, 2) + (error.map { " ± " + NumberText.percent($0, 2) } ?? "")
    }
    // As in the table of the simulation, whose only format is the sign.
    let names = (answer.rows.first.map { Array($0.formats.keys) } ?? []).sorted {
      $0 == "sign" || ($1 != "sign" && $0 < $1)
    }
    func cells(_ row: TheoryMixtureAnswer.Row) -> [String] {
      var cells = [CandidateColumns.symbol(row.penalty), NumberText.short(row.lambda)]
      cells.append(percent(row.testError, row.testErrorStandardError))
      cells.append(percent(row.oneBitTestError, row.oneBitTestErrorStandardError))
      for name in names {
        cells.append(percent(row.formats[name] ?? nil, row.formatsStandardError[name] ?? nil))
      }
      cells.append(percent(row.nonzeroFraction, row.nonzeroFractionStandardError))
      cells.append(percent(row.boundaryFraction, row.boundaryFractionStandardError))
      let loss = row.trainingLoss.map { NumberText.fixed($0, 2) } ?? "–"
      cells.append(loss + (row.trainingLossStandardError.map { " ± " + NumberText.fixed($0, 2) } ?? ""))
      cells.append(row.method == "exact" ? "" : row.method)
      return cells
    }
    let rows = answer.rows.map(cells)
    print(
      TextTable(
        header: ["penalty", "λ", "test error", "sign(W)"] + names.map { $0 == "sign" ? "sign, scaled*" : $0 }
          + ["non-zero", "at boundary", "training loss", ""],
        rows: rows
      ).text)
    if names.contains("sign") {
      print("* one scale per class, as compress stores it; sign(W) has one scale for all.")
    }
  }
}

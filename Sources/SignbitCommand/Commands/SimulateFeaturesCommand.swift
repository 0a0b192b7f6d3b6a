import ArgumentParser
import Messages
import Workbench

struct SimulateFeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features", abstract: "Regression on deep random features, one-bit or Gaussian; means with errors.",
    discussion: """
      Every trial draws hidden weights, inputs, a teacher and noise, and trains the last layer on Σ (y − a·φ)² + λ‖a‖²; \
      testMSE is against labels without noise. Several laws of weights see the same data, as --weights gaussian,one-bit. \
      Defaults are figure 1 of arXiv 2510.16250, which takes a minute or two.

      EXAMPLES
        signbit simulate features --input-dim 400 --widths 800 --samples 300
        signbit simulate features --widths 800 --samples 300 --mirror l2,q:3 --json
      """)

  @OptionGroup var features: FeatureOptions
  @Option(help: "How many draws of everything.")
  var trials = 40
  @Option(help: "Fresh inputs for the test error of each draw.")
  var testSamples = 2000
  @Option(help: "Teachers and noises for each draw; many cost little and lower the scatter.")
  var teachersPerDraw = 1
  @Option(help: "Rows of a batch of mirror descent (default: 32, or all with λ > 0).")
  var batch: Int?
  @Option(help: "The step size of mirror descent (default: automatic).")
  var stepSize: Double?
  @Option(help: "The most passes of mirror descent.")
  var passes = 20_000
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = SimulateFeaturesRequest()
    request.model = try features.request()
    request.trials = trials
    request.testSamples = testSamples
    request.teachersPerDraw = teachersPerDraw
    request.batch = batch
    request.stepSize = stepSize
    request.passes = passes
    request.seed = common.seed
    let answer = try SimulateFeatures(request, observer: common.progress)()
    try answering.deliver(answer, as: "simulate-features", common) { show(answer) }
    let bad = answer.rows.filter { $0.status != "converged" && $0.status != "refused" }
    if !bad.isEmpty {
      let advice =
        bad.contains { $0.status == "diverged" }
        ? "choose a smaller --step-size" : "allow more --passes, or accept the stated residual"
      throw Refusal.failure("\(bad.count) of \(answer.rows.count) rows did not converge; \(advice)")
    }
  }

  private func show(_ answer: SimulateFeaturesAnswer) {
    let model = answer.model
    print(
      "features: d=\(model.inputDim) widths \(model.widths.map(String.init).joined(separator: ",")) \(model.activation), "
        + "\(model.covariance) inputs, teacher \(model.teacher), noise variance \(NumberText.short(model.noiseVariance)), "
        + "\(trials) draws, seed \(model.seed); mean ± standard error")
    print("")
    func number(_ value: Double?, _ error: Double?) -> String {
      guard let value else { return "–" }
      let text = value.magnitude >= 1e-3 ? NumberText.fixed(value, 4) : NumberText.short(value)
      return text + (error.map { " ± " + NumberText.short($0) } ?? "")
    }
    let iterates = answer.rows.contains { $0.iterations != nil }
    let compares = answer.rows.contains { $0.pairedDifference != nil }
    let rows = answer.rows.map { row -> [String] in
      var cells = [
        row.weights, row.mirror, "\(row.samples)", NumberText.short(row.lambda), "\(row.lastLayerBits)",
        number(row.testMSE, row.testMSEStandardError), number(row.trainMSE, row.trainMSEStandardError),
        number(row.squaredNorm, row.squaredNormStandardError),
      ]
      if compares { cells.append(number(row.pairedDifference, row.pairedDifferenceStandardError)) }
      if iterates {
        cells.append(row.iterations.map { NumberText.short($0.rounded()) } ?? "–")
        cells.append(number(row.residual, nil))
        cells.append(number(row.distance, nil))
      }
      return cells + [row.status == "converged" ? "" : row.status]
    }
    print(
      TextTable(
        header: ["weights", "mirror", "n", "λ", "bits", "test MSE", "train MSE", "‖a‖²"]
          + (compares ? ["paired difference"] : []) + (iterates ? ["iterations", "residual", "distance"] : []) + [""],
        rows: rows
      ).text)
  }
}

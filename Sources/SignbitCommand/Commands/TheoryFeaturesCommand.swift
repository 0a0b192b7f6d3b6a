import ArgumentParser
import Messages
import Workbench

struct TheoryFeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features", abstract: "Errors of regression on deep random features; learning curves on your data.",
    discussion: """
      x ~ N(0, Σ), hidden weights one-bit or Gaussian (the same in theory), the last layer by min Σ (y − a·x_L)² + \
      λ‖a‖². The defaults are figure 1 of arXiv 2510.16250 with one layer. With --data all rows are a pool that \
      predicts the error at other numbers of training samples; λ is then that of features of mean square 1.

      EXAMPLES
        signbit theory features --samples 250,500,1000 --widths 4096,4096
        signbit theory features --data digits --standardize --widths 512
      """)

  @OptionGroup var features: FeatureOptions
  @OptionGroup var pool: FeatureDataOptions
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = TheoryFeaturesRequest()
    request.model = try features.request()
    request.data = pool.request()
    if request.data != nil {
      request.dataSamples = features.samples == nil ? nil : request.model.samples
      request.dataLambdas = features.lambda == nil ? nil : request.model.lambdas
    } else if pool.table.target != nil || pool.standardize {
      throw Refusal.usage("--target and --standardize are about data; name them with --data")
    }
    request.seed = common.seed
    let answer = try TheoryFeatures(request, observer: common.progress)()
    try answering.deliver(answer, as: "theory-features", common) { show(answer) }
  }

  private func show(_ answer: TheoryFeaturesAnswer) {
    let model = answer.model
    let widths = model.widths.map { "\($0)" }.joined(separator: " → ")
    let title =
      if let data = model.data {
        "learning curve: \(data), \(model.pool ?? 0) rows, \(model.inputDim) → \(widths) \(model.activation)"
      } else {
        "features: \(model.inputDim) → \(widths) \(model.activation), \(model.covariance ?? "–") inputs, teacher "
          + "\(model.teacher ?? "–"), noise variance \(NumberText.short(model.noiseVariance ?? 0)), predicted"
      }
    print(title)
    print("")
    func number(_ value: Double?) -> String { value.map { NumberText.short($0) } ?? "–" }
    let isData = model.data != nil
    let rows = answer.rows.map { row in
      let fit =
        isData
        ? [number(row.testMSE), number(row.trainMSE), row.accuracy.map { NumberText.percent($0, 1) } ?? "–"]
        : [
          row.mirror, row.lastLayerBits == 32 ? "32" : "\(row.lastLayerBits) (\(model.lastLayerScale))",
          number(row.testMSE), number(row.totalMSE), number(row.trainMSE), number(row.squaredNorm),
        ]
      return [row.weights, NumberText.grouped(row.samples), NumberText.short(row.lambda)] + fit
        + [number(row.gamma), row.flags.map { $0.hasPrefix("refused: ") ? "*" : $0 }.joined(separator: ", ")]
    }
    let middle =
      isData
      ? ["test MSE", "training MSE", "accuracy %"]
      : ["mirror", "bits", "test MSE", "with noise", "training MSE", "‖a‖²"]
    print(TextTable(header: ["weights", "n", "λ"] + middle + ["γ", ""], rows: rows).text)
    var seen: [String] = []
    for flag in answer.rows.flatMap(\.flags) where flag.hasPrefix("refused: ") && !seen.contains(flag) {
      seen.append(flag)
      print("* " + flag.dropFirst(9))
    }
  }
}

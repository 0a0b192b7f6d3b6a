import Asymptotics
import ConvexFunctions
import ConvexSolvers
import DataModels
import Experiments
import Messages
import Plots
import Workbench

/// Features that are not Gaussian, against the theory of Gaussian ones.
struct UniversalityStudy: PaperFigure {
  let id = "2402.10474/universality"
  let title = "Student, uniform, sparse and rectified features against the Gaussian theory"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 3)
    let setting = PaperSetting.c
    let laws: [(FeatureNoise, Hue)] = [
      (.gaussian, .neutral), (.student, .vermilion), (.uniform, .green), (.sparse, .purple), (.rectified, .orange),
    ]
    var panels: [FigurePanel] = []
    var worst = [(difference: 0.0, text: ""), (difference: 0.0, text: "")]
    for (penalty, range, isSigns) in [
      (SquaredL2(), 10...1000, false), (L1(), 0.3...30, false), (LInf(), 100...3000, true),
    ] as [(any Penalty, ClosedRange<Double>, Bool)] {
      let lambdas = LambdaGrid.logarithmic(from: range.lowerBound, to: range.upperBound, count: session.isQuick ? 3 : 7)
      let sweep = try MixtureSweep(setting.mixture(), penalty, lambdas: lambdas, formats: [], session)
      let predicted = try sweep.predicted()
      func value(_ w: Double, _ signs: Double?) -> Double { 100 * (isSigns ? signs ?? .nan : w) }
      var series = [
        FigureSeries(
          "theory", .theory, .neutral,
          try sweep.line(through: predicted).map {
            .init($0.lambda, value($0.testError.mean, $0.oneBitTestError?.mean))
          })
      ]
      for (noise, hue) in laws {
        let points = zip(try sweep.measured(trials: trials, noise: noise), predicted).map { row, prediction in
          let measured = isSigns ? row.oneBitTestError : row.testError
          return FigureSeries.Point(
            row.lambda, 100 * measured.mean, standardError: 100 * measured.standardError,
            predicted: value(prediction.testError.mean, prediction.oneBitTestError?.mean))
        }
        let key = noise == .gaussian ? 0 : 1
        for point in points {
          let difference = abs(point.y - (point.predicted ?? .nan))
          if difference > worst[key].difference {
            let name = isSigns ? "signs of ℓ∞" : CandidateColumns.symbol(penalty.name)
            worst[key] = (difference, "\(noise.name), \(name) at λ = \(NumberText.short(point.x))")
          }
        }
        series.append(FigureSeries(noise.name, .measured, hue, points))
      }
      panels.append(
        FigurePanel(
          isSigns ? "ℓ∞, one bit" : penalty is L1 ? "Lasso" : "Ridge", x: Axis("λ", scale: .log10),
          y: Axis("Test error", unit: "%", includesZero: true), series: series))
    }
    return FigureContent(
      panels: panels,
      note:
        "\(setting.text). Line: theory of Gaussian features. Dots: \(trials) data sets each, bars one standard error; for other "
        + "laws errors are counted on 4,000 fresh samples.",
      findings: [
        "Largest distance between measured errors and the Gaussian theory: \(NumberText.fixed(worst[0].difference, 1)) points with Gaussian "
          + "features (\(worst[0].text)), \(NumberText.fixed(worst[1].difference, 1)) points with the four other laws (\(worst[1].text))."
      ], columns: 3)
  }
}

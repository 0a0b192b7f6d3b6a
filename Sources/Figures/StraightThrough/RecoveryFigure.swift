import Asymptotics
import DataModels
import LinearAlgebra
import Plots
import QuantizedTraining
import Workbench

/// Recovery against samples, for the mean over the steps and for the last step, and one run under label noise that comes
/// and goes.
///
/// - Source: arXiv 2505.18113, figure 1, with settings of our own where the paper's are not known to us.
struct RecoveryFigure: PaperFigure {
  let id = "2505.18113/fig1"
  let title = "Binary weights by the straight-through estimator: recovery and recurrence"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let sizes = session.isQuick ? [8, 16, 25] : [8, 16, 25, 36, 49, 64, 100]
    let (hidden, trials) = (session.isQuick ? 32 : 128, session.trials(full: 100, quick: 40))
    let hues: [Hue] = [.blue, .orange, .green, .vermilion, .purple, .sky, .neutral]
    let counter = session.counter("training", total: sizes.count * Self.places.count)
    var (means, lasts): ([FigureSeries], [FigureSeries]) = ([], [])
    for (n, hue) in zip(sizes, hues) {
      var setting = StraightThroughSetting(weightCount: n, hiddenCount: hidden, sampleCount: 1)
      guard let mean = SampleLaw(setting, .mean), let last = SampleLaw(setting, .last) else { continue }
      var (meanDots, lastDots): ([FigureSeries.Point], [FigureSeries.Point]) = ([], [])
      for place in Self.places {
        setting.sampleCount = max(2, Int(mean.samples(probability: place).rounded()))
        let cell = try RecoveryCell(setting, "recovery", trials: trials, session)
        counter.advance()
        let x = Double(setting.sampleCount)
        meanDots.append(cell.dot(x, cell.mean, predicted: mean.recovery(samples: setting.sampleCount)))
        lastDots.append(cell.dot(x, cell.last, predicted: last.recovery(samples: setting.sampleCount)))
      }
      means += [Self.line(mean, "n = \(n)", hue), FigureSeries("n = \(n)", .measured, hue, meanDots)]
      lasts += [Self.line(last, "n = \(n)", hue), FigureSeries("n = \(n)", .measured, hue, lastDots)]
    }
    let x = Axis("Samples N", scale: .log10)
    return FigureContent(
      panels: [
        FigurePanel("Mean of the signs", x: x, y: Axis("Recovered", unit: "share of runs"), series: means),
        FigurePanel("Last step", x: x, y: Axis("Recovered", unit: "share of runs"), series: lasts),
        FigurePanel(
          "One run, n = 25, N = 140, σ = 1", x: Axis("Step"), y: Axis("Wrong signs"),
          series: [FigureSeries("distance", .joined, .blue, try recurrence(session))]),
      ],
      note: "m = \(hidden), ReLU, no noise, 1,000 steps, \(trials) trials for each dot. Lines: a law fitted to other "
        + "simulations. Right: label noise, where the teacher is not a fixed point.", columns: 3)
  }

  /// The probabilities at whose predicted N is measured.
  static let places = [0.05, 0.25, 0.5, 0.75, 0.95]

  static func line(_ law: SampleLaw, _ name: String, _ hue: Hue) -> FigureSeries {
    FigureSeries(
      name + ", law", .theory, hue,
      stride(from: 0.02, through: 0.98, by: 0.04).map { .init(law.samples(probability: $0), $0) })
  }

  private func recurrence(_ session: FigureSession) throws -> [FigureSeries.Point] {
    var setting = StraightThroughSetting(weightCount: 25, hiddenCount: 128, sampleCount: 140)
    setting.labelNoise.standardDeviation = 1
    setting.stepSize = 0.3
    setting.steps = 150
    let trial = try StraightThroughSimulation(setting, trials: 1)(
      using: RandomStream(seed: session.seed).branch("recurrence"), recorded: 1)[0]
    return trial.events.map { .init(Double($0.step), Double($0.distance)) }
  }
}

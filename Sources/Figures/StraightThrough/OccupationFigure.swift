import Asymptotics
import DataModels
import Messages
import Plots
import Workbench

/// The share of time at the teacher under label noise, against samples.
struct OccupationFigure: PaperFigure {
  let id = "2505.18113/occupation"
  let title = "Time at the teacher under label noise"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let sizes = session.isQuick ? [9, 16] : [9, 16, 25]
    let trials = session.trials(full: 50, quick: 24)
    let shares = [0.2, 0.35, 0.5, 0.7]
    let hues: [Hue] = [.blue, .vermilion, .green]
    let counter = session.counter("training", total: sizes.count * shares.count)
    var series: [FigureSeries] = []
    for (n, hue) in zip(sizes, hues) {
      var setting = StraightThroughSetting(weightCount: n, hiddenCount: 32, sampleCount: 1)
      setting.labelNoise.standardDeviation = 2
      setting.steps = 800
      guard let law = OccupationLaw(setting) else { continue }
      var (line, dots): ([FigureSeries.Point], [FigureSeries.Point]) = ([], [])
      for share in stride(from: 0.15, through: 0.75, by: 0.05) { line.append(.init(law.samples(share: share), share)) }
      for share in shares {
        setting.sampleCount = Int(law.samples(share: share).rounded())
        let cell = try RecoveryCell(setting, "occupation", trials: trials, session)
        counter.advance()
        dots.append(
          cell.occupationDot(Double(setting.sampleCount), predicted: law.share(samples: setting.sampleCount)))
      }
      series += [
        FigureSeries("n = \(n), law", .theory, hue, line), FigureSeries("n = \(n)", .measured, hue, dots),
      ]
    }
    return FigureContent(
      panels: [
        FigurePanel(
          "m = 32, σ = 2, ReLU", x: Axis("Samples N", scale: .log10), y: Axis("Share of the steps"), series: series)
      ],
      note: "800 steps, \(trials) trials for each dot, bars one standard error. Lines: exp(−F), of first order.",
      columns: 1)
  }
}

import Asymptotics
import DataModels
import LinearAlgebra
import Plots
import Workbench

/// Recovery over weights and samples, predicted and measured; only cells in the transition are trained.
struct RecoveryHeatMap: PaperFigure {
  let id = "2505.18113/heatmap"
  let title = "Recovery over weights and samples"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let sizes = session.isQuick ? [8, 12, 18] : [8, 12, 18, 27, 40, 60]
    let counts = (0..<8).map { Int((8 * power(1.7, Double($0))).rounded()) }
    let trials = session.trials(full: 60, quick: 20)
    let counter = session.counter("training", total: sizes.count * counts.count)
    var (predicted, measured): ([FigureSeries.Point], [FigureSeries.Point]) = ([], [])
    var trained = 0
    for n in sizes {
      for samples in counts {
        let setting = StraightThroughSetting(weightCount: n, hiddenCount: 32, sampleCount: samples)
        guard let law = SampleLaw(setting, .mean) else { continue }
        let chance = law.recovery(samples: samples)
        let (x, y) = (Double(n), Double(samples))
        predicted.append(.init(x, y, predicted: chance))
        var rate = chance < 0.5 ? 0.0 : 1
        if chance > 0.01, chance < 0.99 {
          let cell = try RecoveryCell(setting, "map", trials: trials, session)
          rate = Double(cell.mean) / Double(cell.trials)
          trained += 1
        }
        counter.advance()
        measured.append(.init(x, y, predicted: rate))
      }
    }
    let x = Axis("Weights n", scale: .log10)
    let y = Axis("Samples N", scale: .log10)
    return FigureContent(
      panels: [
        FigurePanel("Law", x: x, y: y, series: [FigureSeries("predicted", .map, .blue, predicted)]),
        FigurePanel("Measured", x: x, y: y, series: [FigureSeries("measured", .map, .blue, measured)]),
      ],
      note:
        "m = 32, ReLU, no noise, 1,000 steps, \(trials) trials in each of \(trained) cells where the law says 0.01 to "
        + "0.99; elsewhere the measured map shows 0 or 1 without training.")
  }
}

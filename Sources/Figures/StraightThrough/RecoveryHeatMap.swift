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
    let sizes = session.isQuick ? [9, 16, 25] : [9, 16, 25, 36, 49, 64]
    let counts = (0..<8).map { Int((8 * power(2, Double($0) * 6 / 7)).rounded()) }
    let trials = session.trials(full: 60, quick: 20)
    let counter = session.counter("training", total: sizes.count * counts.count)
    var (predicted, measured): ([FigureSeries.Point], [FigureSeries.Point]) = ([], [])
    var trained = 0
    for (column, n) in sizes.enumerated() {
      for (row, samples) in counts.enumerated() {
        let setting = StraightThroughSetting(weightCount: n, hiddenCount: 32, sampleCount: samples)
        guard let law = SampleLaw(setting, .mean) else { continue }
        let chance = law.recovery(samples: samples)
        let (x, y) = (Double(column), Double(row))
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
    let names = sizes.map(String.init).joined(separator: ", ")
    let x = Axis("Weights: \(names)")
    let y = Axis("Samples: \(counts.map(String.init).joined(separator: ", "))")
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

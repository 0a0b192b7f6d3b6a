import Asymptotics
import ConvexFunctions
import Experiments
import Plots

/// Rows of theory and of simulations as lines and dots, in percent.
struct SweepSeries {
  let line: [MixtureTheory.Row]
  let paper: [MixtureTheory.Row]
  let predicted: [MixtureTheory.Row]
  let measured: [MixtureSimulation.Row]

  /// A line with its dots.
  func pair(
    _ name: String, _ hue: Hue, _ theory: (MixtureTheory.Row) -> MeanWithUncertainty?,
    _ simulation: (MixtureSimulation.Row) -> MeanWithError
  ) -> [FigureSeries] {
    [
      FigureSeries(
        name, .theory, hue,
        line.compactMap { row in theory(row).map { FigureSeries.Point(row.lambda, 100 * $0.mean) } }),
      FigureSeries(
        name, .measured, hue,
        zip(measured, predicted).map { row, prediction in
          let value = simulation(row)
          return FigureSeries.Point(
            row.lambda, 100 * value.mean, standardError: 100 * value.standardError,
            predicted: theory(prediction).map { 100 * $0.mean })
        }),
    ]
  }

  /// The law of the paper for large λ, dashed.
  func paperLaw(_ name: String, _ hue: Hue, _ value: (MixtureTheory.Row) -> Double) -> FigureSeries {
    FigureSeries(name, .paper, hue, paper.map { .init($0.lambda, 100 * value($0)) })
  }
}

extension SweepSeries {
  /// Everything about one sweep.
  init(_ sweep: MixtureSweep, trials: Int, withPaper: Bool = true) throws {
    let predicted = try sweep.predicted()
    try self.init(
      line: sweep.line(through: predicted), paper: withPaper ? sweep.paperLine() : [], predicted: predicted,
      measured: sweep.measured(trials: trials))
  }
}

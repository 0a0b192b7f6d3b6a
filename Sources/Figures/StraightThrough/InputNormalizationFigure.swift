import DataModels
import Messages
import Plots
import Workbench

/// What an offset of the inputs does to recovery, and what centering does about it.
struct InputNormalizationFigure: PaperFigure {
  let id = "2505.18113/normalization"
  let title = "An offset of the inputs, and centering"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let offsets = session.isQuick ? [0, 1, 2] : [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3]
    let trials = session.trials(full: 100, quick: 24)
    let cases: [(String, InputNormalization, String, Hue)] = [
      ("relu", .none, "ReLU, raw", .vermilion), ("identity", .none, "identity, raw", .orange),
      ("relu", .center, "ReLU, centered", .blue),
    ]
    let counter = session.counter("training", total: cases.count * offsets.count)
    var series: [FigureSeries] = []
    for (surrogate, normalization, name, hue) in cases {
      var dots: [FigureSeries.Point] = []
      for offset in offsets {
        var setting = StraightThroughSetting(weightCount: 25, hiddenCount: 16, sampleCount: 400)
        setting.surrogate = StraightThroughStudy.surrogate(surrogate)
        setting.inputs = .offset(offset)
        setting.normalization = normalization
        setting.steps = 800
        let cell = try RecoveryCell(setting, "offset \(offset) \(normalization.rawValue)", trials: trials, session)
        counter.advance()
        dots.append(cell.dot(offset, cell.mean, predicted: nil))
      }
      series.append(FigureSeries(name, .joined, hue, dots))
    }
    let worst = series.map { "\($0.name) \(NumberText.fixed($0.points.last?.y ?? 0, 2))" }.joined(separator: ", ")
    return FigureContent(
      panels: [
        FigurePanel(
          "z ~ N(offset, 1), n = 25, N = 400, m = 16", x: Axis("Offset of every input"),
          y: Axis("Recovered", unit: "share of runs"),
          series: series)
      ],
      note: "Mean of the signs over 800 steps, no noise, \(trials) trials for each dot; centered inputs are those that "
        + "teacher and network see.",
      findings: ["At offset \(NumberText.short(offsets.last ?? 0)) recovery is: \(worst)."], columns: 1)
  }
}

import Asymptotics
import DataModels
import Messages
import Plots

/// Additive errors cost more the more inputs there are, multiplicative ones do not; on clean and on quantized inputs.
struct DimensionFigure: PaperFigure {
  let id = "2510.18259/q2"
  let title = "What quantizing all targets adds to the risk of SGD, against the dimension"

  static let variance = 0.01

  private static func model(_ spectrum: String, _ d: Int) throws -> QuantizedRegression {
    QuantizedRegression(
      spectrum: try .named(spectrum, count: d), noiseVariance: 1, batchSize: 1, stepSize: 0.1, steps: 1000)
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 400, quick: 20)
    let dims = session.isQuick ? [25, 50, 100] : [25, 50, 100, 200, 400]
    let lineDims =
      session.isQuick ? [25, 50, 100, 200, 400] : [25, 35, 50, 71, 100, 141, 200, 283, 400, 566, 800, 1131, 1600]
    var panels: [FigurePanel] = []
    var findings: [String] = []
    for (spectrum, name) in [("power:2", "λᵢ = i⁻²"), ("power:1", "λᵢ = i⁻¹"), ("exp:0.2", "λᵢ = exp(−0.2 i)")] {
      var series: [FigureSeries] = []
      var growth: [String] = []
      for (kind, clean, deployed) in [
        (SGDErrorKind.additive, Hue.orange, Hue.vermilion), (.multiplicative, .sky, .blue),
      ] {
        for (risk, title, hue) in [(SGDRuns.Risk.averaged, "clean", clean), (.deployed, "deployed", deployed)] {
          func model(_ d: Int) throws -> QuantizedRegression {
            try Self.model(spectrum, d).with(kind.error(Self.variance), on: QuantizationTarget.allCases)
          }
          let line = try lineDims.map { FigureSeries.Point(Double($0), try model($0).predictedIncrement(risk)) }
          let label = "\(kind.rawValue), \(title)"
          series.append(FigureSeries(label, .theory, hue, line))
          let runs = SGDRuns(session: session, trials: trials)
          series.append(
            FigureSeries(label, .measured, hue, try dims.map { try runs.point(Double($0), model($0), risk) }))
          growth.append("\(label) × \(NumberText.short(line[line.count - 1].y / line[0].y))")
        }
      }
      findings.append(
        "\(name), d from \(lineDims[0]) to \(lineDims[lineDims.count - 1]): \(growth.joined(separator: ", ")).")
      panels.append(
        FigurePanel(
          name, x: Axis("Dimension d", scale: .log10),
          y: Axis("Increment of the averaged risk", unit: "excess risk", scale: .log10),
          series: series))
    }
    return FigureContent(
      panels: panels,
      note:
        "All five targets with errors of variance \(Self.variance), w* = 1, σ² = 1, B = 1, γ = 0.1, 1,000 updates. Clean: on inputs in full "
        + "precision; deployed: on quantized ones. Lines: exact theory. Dots: \(trials) runs paired with full precision, bars "
        + "one standard error.",
      findings: findings, columns: 3)
  }
}

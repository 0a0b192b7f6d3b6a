import Activations
import Asymptotics
import ConvexSolvers
import DataModels
import Experiments
import FeatureMaps
import Messages
import Plots

/// Where to spend weights: test error against the width of every layer, for depths 1 to 4.
struct DepthWidthFigure: PaperFigure {
  let id = "2510.16250/depth-width"
  let title = "Test error against width, for one to four layers"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let draws = session.trials(full: 32, quick: 3)
    let (inputs, samples) = (400, 300)
    let widths = session.isQuick ? [400, 1200] : [330, 400, 500, 650, 900, 1300, 2000]
    let hues: [Hue] = [.blue, .vermilion, .green, .purple]
    func panel(_ noise: Double, _ lambda: Double) throws -> FigurePanel {
      var series: [FigureSeries] = []
      for depth in 1...(session.isQuick ? 2 : 4) {
        func sweep(_ width: Int) throws -> FeatureSweep {
          // Every depth learns the same kind of target, a linear one.
          let model = try FeatureRegression(
            spectrum: .named("iso", count: inputs), widths: [Int](repeating: width, count: depth), activation: Tanh(),
            teacher: .linear(FeatureTeacher.evenCoefficients(inputs)), noiseVariance: noise)
          return FeatureSweep(model: model, samples: samples, lambda: lambda, session: session)
        }
        let name = "\(depth) layer\(depth == 1 ? "" : "s")"
        let line = try LambdaGrid.logarithmic(from: Double(widths[0]), to: Double(widths[widths.count - 1]), count: 60)
          .map {
            FigureSeries.Point($0.rounded(), try sweep(Int($0.rounded())).predicted()[0])
          }
        series.append(FigureSeries(name, .theory, hues[depth - 1], line))
        let dots = try widths.map { width -> FigureSeries.Point in
          let sweep = try sweep(width)
          let value = try sweep.measured(draws: draws, teachers: 1, testSamples: 1000)[.oneBit]?[0]
          return .init(
            Double(width), value?.mean ?? .nan, standardError: value?.standardError, predicted: try sweep.predicted()[0]
          )
        }
        series.append(FigureSeries(name, .measured, hues[depth - 1], dots))
      }
      return FigurePanel(
        "noise variance \(noise), λ = \(lambda)", x: Axis("Width of every layer", scale: .log10),
        y: Axis("Test MSE", scale: .log10), series: series)
    }
    let panels = [try panel(0.1, 0), try panel(0.1, 5)]
    return FigureContent(
      panels: panels,
      note:
        "tanh, d = \(inputs), n = \(samples), linear teacher with βᵢ² = 1/d. Lines: theory. Dots: ±1 weights, \(draws) draws, "
        + "bars one standard error.",
      findings: zip(["without ridge", "with λ = 5"], panels).map { name, panel in
        let lines = panel.series.filter { $0.kind == .theory }
        let values = lines.map { NumberText.fixed($0.points.last?.y ?? .nan, 3) }.joined(separator: ", ")
        return
          "Linear teacher, width \(widths[widths.count - 1]), \(name): predicted test error \(values) for 1, 2, … layers."
      })
  }
}

import Activations
import DataModels
import Experiments
import FeatureMaps
import Messages
import Plots

/// What few bits on the last layer cost: in theory, and on draws, with the scale of the weights and with a refitted one.
struct LastLayerBitsFigure: PaperFigure {
  let id = "2510.16250/last-layer-bits"
  let title = "Test error against the bits of the last layer"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let draws = session.trials(full: 40, quick: 4)
    let bits = session.isQuick ? [1, 2, 4] : [1, 2, 3, 4, 5, 6, 8]
    func panel(
      _ title: String, _ spectrum: String, _ inputs: Int, _ widths: [Int], _ activation: any Activation, _ samples: Int,
      _ noise: Double
    ) throws -> FigurePanel {
      let model = try FeatureRegression(
        spectrum: .named(spectrum, count: inputs), widths: widths, activation: activation,
        teacher: .layer(widths.count),
        noiseVariance: noise)
      var series: [FigureSeries] = []
      for (refits, name, hue) in [(false, "scale of the weights", .blue), (true, "refitted scale", .vermilion)]
        as [(Bool, String, Hue)]
      {
        var sweep = FeatureSweep(model: model, samples: samples, session: session)
        sweep.lastLayerBits = bits
        sweep.refitsScale = refits
        let predicted = try sweep.predicted()
        let measured = try sweep.measured(draws: draws, teachers: 2, testSamples: 1000)[.oneBit] ?? []
        series.append(FigureSeries(name, .theory, hue, zip(bits, predicted).map { .init(Double($0), $1) }))
        series.append(
          FigureSeries(
            name, .measured, hue,
            bits.indices.map {
              .init(
                Double(bits[$0]), measured[$0].mean, standardError: measured[$0].standardError, predicted: predicted[$0]
              )
            }))
      }
      let float = try FeatureSweep(model: model, samples: samples, session: session).predicted()[0]
      series.append(FigureSeries("32 bits", .theory, .neutral, bits.map { .init(Double($0), float) }))
      return FigurePanel(
        title, x: Axis("Bits of a weight of the last layer"), y: Axis("Test MSE", includesZero: true), series: series)
    }
    let panels = [
      try panel("tanh, 400; 800; n = 300", "iso", 400, [800], Tanh(), 300, 0),
      try panel("tanh, two levels, 300; 500, 900; n = 450, noise 0.1", "two-level", 300, [500, 900], Tanh(), 450, 0.1),
      try panel("ReLU with output bias, 400; 800; n = 300", "iso", 400, [800], ReLU(), 300, 0),
    ]
    func ratio(_ panel: FigurePanel, _ bit: Int) -> Double {
      let one = panel.series[0].points.first { $0.x == Double(bit) }?.y ?? .nan
      return one / (panel.series.last?.points.first?.y ?? .nan)
    }
    return FigureContent(
      panels: panels,
      note:
        "±1 hidden weights, matched teacher, λ = 0. Lines: theory. Dots: \(draws) draws × 2 teachers, bars one standard error; the "
        + "refitted scale comes from samples that do not judge it.",
      findings: [
        "One bit in the last layer multiplies the test error by "
          + panels.map { NumberText.fixed(ratio($0, 1), 2) }.joined(separator: ", ")
          + " in the three cases, four bits by "
          + panels.map { NumberText.fixed(ratio($0, 4), 2) }.joined(separator: ", ") + "."
      ], columns: 3)
  }
}

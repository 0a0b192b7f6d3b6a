import DataModels
import LinearAlgebra
import Messages
import Plots
import Quantization
import Workbench

/// What rounding makes of a spectrum: additive errors put a floor under it, multiplicative ones rescale it, and integers do
/// neither where inputs are smaller than their step.
struct SpectrumFigure: PaperFigure {
  let id = "2510.18259/spectrum"
  let title = "The spectrum of quantized data"

  private struct Form {
    let name: String
    let hue: Hue
    /// E x̃² for a Gaussian input of variance λ.
    let predicted: (Double) -> Double
    let rounded: (inout [Double], inout RandomStream) -> Void
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let (samples, d) = (session.trials(full: 20_000, quick: 2000), 200)
    let spectrum = try CovarianceSpectrum.power(2, count: d).eigenvalues
    let shown = session.isQuick ? [1, 4, 14, 50, 200] : [1, 2, 3, 5, 7, 10, 14, 20, 28, 40, 57, 80, 113, 160, 200]
    let panels = try [
      panel("idealized errors", Self.idealized(), spectrum, shown, samples, session),
      panel("number formats, stochastic rounding", Self.formats(), spectrum, shown, samples, session),
    ]
    let step = 5.0 / 127
    let end = panels[1].series.filter { $0.kind == .theory }.map {
      "\($0.name) \(NumberText.short(($0.points.last?.y ?? .nan) / spectrum[d - 1]))"
    }
    return FigureContent(
      panels: panels,
      note:
        "λᵢ = i⁻², d = \(d). fixed8: integers of eight bits up to 5√λ₁. Lines: exact second moments, and dashed Δ²/6 above λ, what "
        + "is often taken for integers. Dots: \(samples) inputs drawn and rounded, bars one standard error.",
      findings: [
        "An additive error of variance 0.001 makes the last of \(d) eigenvalues "
          + "\(NumberText.short(1 + 0.001 / spectrum[d - 1])) times as large, a multiplicative one of 0.1 all of them 1.1 times.",
        "Second moment over λ at i = \(d): \(end.joined(separator: ", ")). With a step Δ of \(NumberText.short(step)) integers of eight bits "
          + "make it Δ√(2λ/π) where √λ is far below Δ, not λ + Δ²/6: no flat floor.",
      ])
  }

  private static func idealized() -> [Form] {
    func form(_ name: String, _ hue: Hue, _ a: Double, _ r: Double) -> Form {
      Form(
        name: name, hue: hue, predicted: { (1 + r) * $0 + a },
        rounded: { values, stream in
          let draws = stream.gaussians(2 * values.count)
          for i in values.indices {
            values[i] += r.squareRoot() * draws[2 * i] * values[i] + a.squareRoot() * draws[2 * i + 1]
          }
        })
    }
    return [
      form("full precision", .neutral, 0, 0), form("additive 0.001", .vermilion, 0.001, 0),
      form("multiplicative 0.1", .blue, 0, 0.1),
    ]
  }

  private static func formats() throws -> [Form] {
    try [("fixed8:range=5:sr", "fixed8", Hue.vermilion), ("e4m3:sr", "e4m3", .blue), ("e2m1:sr", "e2m1", .purple)].map {
      text, name, hue in
      let quantizer = try Quantizer(named: text, grid: TargetError.noGrid)
      return Form(
        name: name, hue: hue,
        predicted: { quantizer.effectiveError(standardDeviation: $0.squareRoot()).square },
        rounded: { values, stream in quantizer.quantize(&values, noise: stream.uniforms(values.count)) })
    }
  }

  private func panel(
    _ title: String, _ forms: [Form], _ spectrum: [Double], _ shown: [Int], _ samples: Int, _ session: FigureSession
  ) throws -> FigurePanel {
    var series: [FigureSeries] = []
    for form in forms {
      series.append(
        FigureSeries(
          form.name, .theory, form.hue, shown.map { .init(Double($0), form.predicted(spectrum[$0 - 1])) }))
      let counter = session.counter("rounding to \(form.name)", total: shown.count)
      let dots = try shown.map { index in
        let lambda = spectrum[index - 1]
        let moments = try session.measured("spectrum \(form.name) λ \(lambda) n \(samples)") {
          var stream = RandomStream(seed: session.seed).branch("spectrum \(form.name)", index)
          var values = stream.gaussians(samples).map { lambda.squareRoot() * $0 }
          form.rounded(&values, &stream)
          let squares = values.map { $0 * $0 }
          let mean = squares.reduce(0, +) / Double(samples)
          let spread = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, samples - 1))
          return [mean, (spread / Double(samples)).squareRoot()]
        }
        counter.advance()
        return FigureSeries.Point(
          Double(index), moments[0], standardError: moments[1], predicted: form.predicted(lambda))
      }
      series.append(FigureSeries(form.name, .measured, form.hue, dots))
    }
    if forms.contains(where: { $0.name == "fixed8" }) {
      let floor = 25.0 / 127 / 127 / 6
      series.append(
        FigureSeries("λ + Δ²/6", .paper, .vermilion, shown.map { .init(Double($0), spectrum[$0 - 1] + floor) }))
    }
    return FigurePanel(
      title, x: Axis("Input i", scale: .log10), y: Axis("Second moment of the quantized input", scale: .log10),
      series: series)
  }
}

import Asymptotics
import DataModels
import Experiments
import Messages
import Plots

/// What a larger batch suppresses: errors that are drawn for each element, not those that a batch shares; and the risk at a
/// fixed number of samples.
struct BatchFigure: PaperFigure {
  let id = "2510.18259/batch"
  let title = "Errors of each element, each row and each batch, against the batch"

  /// In all, for the second panel.
  static let samples = 4096

  func draw(_ session: FigureSession) throws -> FigureContent {
    let batches = session.isQuick ? [1, 8, 64] : [1, 4, 16, 64, 256]
    let lineBatches = (0...8).map { 1 << $0 }
    func trials(_ batch: Int) -> Int { TargetsFigure.trials(session, batch: batch) }
    let forms: [(name: String, target: QuantizationTarget, granularity: IdealizedError.Granularity, hue: Hue)] = [
      ("label, element", .label, .element, .green), ("label, batch", .label, .batch, .vermilion),
      ("activation, element", .activation, .element, .purple), ("activation, batch", .activation, .batch, .sky),
      ("gradient, element", .gradient, .element, .orange), ("gradient, batch", .gradient, .batch, .neutral),
      ("data, element", .data, .element, .blue), ("data, row", .data, .row, .vermilion),
    ]
    var ends: [String] = []
    func panel(_ title: String, _ range: Range<Int>) throws -> FigurePanel {
      var series: [FigureSeries] = []
      for form in forms[range] {
        let error = SGDErrorKind.multiplicative.error(TargetsFigure.variance, granularity: form.granularity)
        func model(_ batch: Int) throws -> QuantizedRegression {
          try TargetsFigure.model(batch: batch).with(error, on: [form.target])
        }
        let line = try lineBatches.map { FigureSeries.Point(Double($0), try model($0).predictedIncrement()) }
        series.append(FigureSeries(form.name, .theory, form.hue, line))
        let dots = try batches.map { batch in
          try SGDRuns(session: session, trials: trials(batch)).point(Double(batch), model(batch))
        }
        series.append(FigureSeries(form.name, .measured, form.hue, dots.resolved))
        ends.append("\(form.name) \(NumberText.short(line[0].y)) to \(NumberText.short(line[line.count - 1].y))")
      }
      return FigurePanel(
        title, x: Axis("Batch B", scale: .log10),
        y: Axis("Increment of the averaged risk", unit: "excess risk", scale: .log10),
        series: series)
    }
    let outputs = try panel("multiplicative, 500 updates: outputs", 0..<6)
    let data = try panel("multiplicative, 500 updates: data", 6..<8)
    let (risks, best) = try fixedSamples(session, batches)
    return FigureContent(
      panels: [outputs, data, risks],
      note:
        "λᵢ = i⁻², d = 50, w* = 1, σ² = 1. Left: errors of relative variance \(TargetsFigure.variance) of one target, γ = 0.1, one number for each element, "
        + "for each row of data, or for each batch. Right: \(Self.samples) samples in all, γ = 0.2, errors of variance 0.01 of all "
        + "targets. Lines: exact theory. Dots: runs paired with full precision on the same data "
        + "(\(batches.map { "\(trials($0))" }.joined(separator: ", "))), bars one standard error, where "
        + "that is below the predicted increment.",
      findings: ["Increments from B = 1 to 256 at 500 updates: \(ends.joined(separator: "; ")).", best], columns: 3)
  }

  /// The risk itself where every batch sees as many samples, and so makes fewer updates.
  private func fixedSamples(_ session: FigureSession, _ batches: [Int]) throws -> (FigurePanel, String) {
    func model(_ batch: Int, _ error: IdealizedError?) throws -> QuantizedRegression {
      let plain = QuantizedRegression(
        spectrum: try .power(2, count: 50), noiseVariance: 1, batchSize: batch, stepSize: 0.2,
        steps: Self.samples / batch)
      return error.map { plain.with($0, on: QuantizationTarget.allCases) } ?? plain
    }
    var series: [FigureSeries] = []
    var best: [String] = []
    for (name, error, hue) in [
      ("full precision", nil, .neutral), ("additive 0.01", SGDErrorKind.additive.error(0.01), .vermilion),
      ("multiplicative 0.01", SGDErrorKind.multiplicative.error(0.01), .blue),
    ] as [(String, IdealizedError?, Hue)] {
      let line = try (0...8).map { step in
        FigureSeries.Point(Double(1 << step), try model(1 << step, error).predicted(.averaged))
      }
      series.append(FigureSeries(name, .theory, hue, line))
      let trials = session.trials(full: 400, quick: 20)
      let dots = try batches.map { batch in
        let model = try model(batch, error)
        let risk = MeanWithError(try SGDRuns(session: session, trials: trials).risks(model).averaged)
        return FigureSeries.Point(
          Double(batch), risk.mean, standardError: risk.standardError, predicted: try model.predicted(.averaged))
      }
      series.append(FigureSeries(name, .measured, hue, dots))
      let least = line.min { $0.y < $1.y }!
      best.append("\(name) B = \(NumberText.short(least.x)) (\(NumberText.short(least.y)))")
    }
    return (
      FigurePanel(
        "\(Self.samples) samples in all", x: Axis("Batch B", scale: .log10),
        y: Axis("Averaged risk", unit: "excess risk", scale: .log10),
        series: series),
      "With \(Self.samples) samples and γ = 0.2 the least averaged risk is at \(best.joined(separator: ", "))."
    )
  }
}

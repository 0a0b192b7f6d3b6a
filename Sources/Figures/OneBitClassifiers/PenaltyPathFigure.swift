import Asymptotics
import ConvexFunctions
import ConvexSolvers
import Experiments
import Messages
import Plots

/// One penalty along λ in settings of the paper: exact theory as lines, the paper's law for large λ dashed, data sets as
/// dots.
struct PenaltyPathFigure: PaperFigure {
  let id: String
  let title: String
  private let penalty: any Penalty
  private let settings: [PaperSetting]
  /// The share of all weights that a third curve keeps, the largest; nil for none.
  private let kept: Double?

  init(_ name: String, _ title: String, _ penalty: any Penalty, settings: [PaperSetting], keeping kept: Double? = nil) {
    id = "2402.10474/\(name)"
    self.title = title
    self.penalty = penalty
    self.settings = settings
    self.kept = kept
  }

  /// Strengths from interpolation to where nothing is left to learn.
  static func lambdas(_ penalty: any Penalty, count: Int) -> [Double] {
    switch penalty.structure {
    case .smooth: LambdaGrid.logarithmic(from: 1, to: 1e4, count: count)
    case .zeros: LambdaGrid.logarithmic(from: 0.1, to: 300, count: count)
    case .boundary: LambdaGrid.logarithmic(from: 30, to: 2e5, count: count)
    }
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 4)
    let lambdas = Self.lambdas(penalty, count: session.isQuick ? 9 : 27)
    var panels: [FigurePanel] = []
    var findings: [String] = []
    for setting in settings {
      let formats = kept.map { [MixtureFormat.pruned(fraction: 1 - $0)] } ?? []
      let sweep = try MixtureSweep(setting.mixture(), penalty, lambdas: lambdas, formats: formats, session)
      let series = try SweepSeries(sweep, trials: trials)
      panels.append(errors(series, setting))
      if let panel = structure(series, setting) { panels.append(panel) }
      findings += finding(series, setting)
    }
    return FigureContent(
      panels: panels,
      note:
        "Lines: exact theory. Dashed: the paper's law for large λ, corrected. Dots: \(trials) data sets each, bars one "
        + "standard error."
        + (kept.map {
          " Pruned: only the largest \(NumberText.percent($0, 0)) % of each class's weights are kept; the pruning of the paper's figure 2 cannot be made again as it is described."
        } ?? ""),
      findings: findings, columns: panels.count > 1 ? 2 : 1)
  }

  private var strength: Axis { Axis("λ", scale: .log10) }

  private func errors(_ series: SweepSeries, _ setting: PaperSetting) -> FigurePanel {
    var all =
      series.pair("W", .blue, { $0.testError }, { $0.testError })
      + [series.paperLaw("W, paper", .blue, { $0.testError.mean })]
      + series.pair("sign(W)", .vermilion, { $0.oneBitTestError }, { $0.oneBitTestError })
    if kept != nil { all += series.pair("W, pruned", .green, { $0.formatErrors[0] }, { $0.formatErrors[0] }) }
    return FigurePanel(setting.text, x: strength, y: Axis("Test error", unit: "%", includesZero: true), series: all)
  }

  private func structure(_ series: SweepSeries, _ setting: PaperSetting) -> FigurePanel? {
    let (name, hue): (String, Hue)
    let share: (MixtureTheory.Row) -> MeanWithUncertainty
    let measured: [FigureSeries]
    switch penalty.structure {
    case .smooth: return nil
    case .zeros:
      (name, hue, share) = ("non-zero", .purple, { $0.nonzeroFraction })
      measured = series.pair(name, hue, share, { $0.nonzeroFraction })
    case .boundary:
      (name, hue, share) = ("at the boundary", .purple, { $0.boundaryFraction })
      measured = series.pair(name, hue, share, { $0.boundaryFraction })
    }
    return FigurePanel(
      setting.text, x: strength, y: Axis("Share of weights", unit: "%", range: 0...100),
      series: measured + [series.paperLaw("\(name), paper", hue, { share($0).mean })])
  }

  private func finding(_ series: SweepSeries, _ setting: PaperSetting) -> [String] {
    guard let first = zip(series.measured, series.paper).first(where: { $0.0.testError.mean > 0.02 }) else { return [] }
    let exact = series.predicted.first { $0.lambda == first.0.lambda }?.testError.mean ?? .nan
    return [
      "Setting \(setting.name), \(penalty.name), λ = \(NumberText.short(first.0.lambda)): "
        + "measured \(NumberText.percent(first.0.testError.mean)) %, exact theory \(NumberText.percent(exact)) %, the paper's law "
        + "for large λ \(NumberText.percent(first.1.testError.mean)) %."
    ]
  }
}

import Activations
import ConvexFunctions
import DataModels
import Experiments
import FeatureMaps
import Messages
import Plots

/// Test error against depth: Gaussian and ±1 weights beside the theory, for the interpolation of least norm and for a
/// mirror.
///
/// The mirror of the paper, Σ |a| log |a|, is not convex at 0; hypentropy of width 1e-4 is near it and reproduces its
/// figure.
struct DepthFigure: PaperFigure {
  let id: String
  let title: String
  private let mirror: any MirrorPotential
  /// Numbers read off the figure of the paper, Gaussian and ±1, by depth.
  private let paper: [(gaussian: Double, oneBit: Double)]

  static let leastNorm = DepthFigure(
    id: "2510.16250/fig1", title: "Test error against depth: Gaussian and one-bit weights",
    mirror: PowerPotential(exponent: 2),
    paper: [(0.2609, 0.2612), (0.1252, 0.1228), (0.0679, 0.0680), (0.0398, 0.0409), (0.0258, 0.0266)])
  static let mirror = DepthFigure(
    id: "2510.16250/fig2", title: "Test error against depth with an entropy-like mirror",
    mirror: Hypentropy(width: 1e-4),
    paper: [(0.3054, 0.3054), (0.1387, 0.1387), (0.0784, 0.0784), (0.0499, 0.0499), (0.0277, 0.0277)])

  func draw(_ session: FigureSession) throws -> FigureContent {
    let scale = session.isQuick ? 16 : 1
    let (inputs, width, samples) = (8192 / scale, 4096 / scale, 1000 / scale)
    let draws = session.trials(full: 3, quick: 3)
    var (line, gaussian, oneBit): ([FigureSeries.Point], [FigureSeries.Point], [FigureSeries.Point]) = ([], [], [])
    for depth in 1...5 {
      let model = try FeatureRegression(
        spectrum: .named("iso", count: inputs), widths: [Int](repeating: width, count: depth), activation: Tanh(),
        teacher: .layer(depth), noiseVariance: 0)
      var sweep = FeatureSweep(model: model, samples: samples, session: session)
      sweep.mirror = mirror
      let predicted = try sweep.predicted()[0]
      line.append(.init(Double(depth), predicted))
      let measured = try sweep.measured(draws: draws, teachers: 4, testSamples: session.isQuick ? 1000 : 5000)
      for (law, offset) in [(.gaussian, -0.04), (.oneBit, 0.04)] as [(DenseMap.Weights, Double)] {
        guard let value = measured[law]?.first else { continue }
        let point = FigureSeries.Point(
          Double(depth) + offset, value.mean, standardError: value.standardError, predicted: predicted)
        if law == .gaussian { gaussian.append(point) } else { oneBit.append(point) }
      }
    }
    var series = [
      FigureSeries("theory", .theory, .neutral, line), FigureSeries("Gaussian", .measured, .blue, gaussian),
      FigureSeries("±1", .measured, .vermilion, oneBit),
    ]
    if !session.isQuick {
      series.append(
        FigureSeries(
          "paper, Gaussian", .paper, .blue, paper.enumerated().map { .init(Double($0 + 1), $1.gaussian) }))
    }
    let ratios = zip(oneBit, gaussian).map { $0.y / $1.y }
    return FigureContent(
      panels: [
        FigurePanel(
          "tanh, d = \(inputs), widths \(width), n = \(samples)", x: Axis("Layers"),
          y: Axis("Test MSE", scale: .log10), series: series)
      ],
      note:
        "λ = 0, \(mirror.name), teacher on the last layer. Dots: \(draws) draws × 4 teachers, bars one standard error over all of them.",
      findings: [
        "One-bit over Gaussian test error by depth: \(ratios.map { NumberText.fixed($0, 3) }.joined(separator: ", "))."
      ], columns: 1)
  }
}

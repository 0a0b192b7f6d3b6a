import Asymptotics
import ConvexFunctions
import DataModels
import Experiments
import LinearAlgebra
import Messages
import Plots

/// How the best errors of ridge and of one-bit ℓ∞ change with one property of the data; λ by the theory at each value.
struct BestErrorStudy: PaperFigure {
  let id: String
  let title: String
  private let x: Axis
  private let values: [Double]
  private let quickValues: [Double]
  private let text: String
  private let setting: @Sendable (Double) throws -> MixtureSetting
  /// What one learns: from x, ridge, ℓ∞, and its signs (in percent, as predicted).
  private let finding: @Sendable ([(x: Double, ridge: Double, boundary: Double, signs: Double)]) -> String

  /// The classes of a mixture from equal to one that is rarer than the most frequent by a factor.
  static let imbalance = BestErrorStudy(
    id: "2402.10474/imbalance", title: "Class imbalance against the errors of ridge and one-bit ℓ∞",
    x: Axis("Largest class : smallest class", scale: .log10), values: [1, 1.5, 2, 3, 5, 8, 12, 20],
    quickValues: [1, 4, 20],
    text: "d = 300, n = 300, k = 4, r = 0.9, c = 0.2, σ = 1.5; priors in a geometric row; error averaged over samples",
    setting: { ratio in
      let priors = (0..<4).map { power(ratio, -Double($0) / 3) }
      return try MixtureSetting(
        mixture: GaussianMixture(
          featureCount: 300, classCount: 4, correlation: 0.9, sigma: 1.5, priors: priors), sampleCount: 300,
        corruption: 0.2)
    },
    finding: { points in
      guard let first = points.first, let last = points.last else { return "" }
      return
        "Imbalance \(NumberText.short(last.x)) : 1 moves the best error of one-bit ℓ∞ from \(NumberText.fixed(first.signs, 2)) to "
        + "\(NumberText.fixed(last.signs, 2)) % and that of ridge from \(NumberText.fixed(first.ridge, 2)) to \(NumberText.fixed(last.ridge, 2)) %."
    })

  /// Wrong labels, up to where every label is a guess.
  static let corruption = BestErrorStudy(
    id: "2402.10474/corruption", title: "Wrong labels against the errors of ridge and one-bit ℓ∞",
    x: Axis("Wrong training labels", unit: "%"), values: [0, 10, 20, 30, 40, 50, 60, 65, 70, 75, 78],
    quickValues: [0, 40, 75],
    text: "d = 400, n = 400, k = 5, r = 0.9, σ = 1.5; at 80 % labels say nothing",
    setting: { percent in
      try MixtureSetting(
        mixture: GaussianMixture(featureCount: 400, classCount: 5, correlation: 0.9, sigma: 1.5), sampleCount: 400,
        corruption: percent / 100)
    },
    finding: { points in
      let fails = points.first { $0.ridge > 10 }
      return fails.map {
        "Strong regularization holds the error of ridge below 10 % up to just under \(NumberText.short($0.x)) % wrong labels of five "
          + "classes; there it has \(NumberText.fixed($0.ridge, 1)) % and one-bit ℓ∞ \(NumberText.fixed($0.signs, 1)) %."
      } ?? "Ridge stays below 10 % error at every share of wrong labels that was tried."
    })

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 4)
    let values = session.isQuick ? quickValues : self.values
    var ridge: [FigureSeries] = []
    var points: [(x: Double, ridge: Double, boundary: Double, signs: Double)] = []
    var dots: [[FigureSeries.Point]] = [[], [], []]
    var lines: [[FigureSeries.Point]] = [[], [], []]
    for value in values {
      let setting = try setting(value)
      let theory = try MixtureTheory(setting, formats: [])
      let best = [
        try BestStrength(theory, SquaredL2()) { $0.testError.mean },
        try BestStrength(theory, LInf()) { $0.testError.mean },
        try BestStrength(theory, LInf()) { $0.oneBitTestError?.mean ?? .infinity },
      ]
      let predicted = [
        best[0].row.testError.mean, best[1].row.testError.mean, best[2].row.oneBitTestError?.mean ?? .nan,
      ].map { 100 * $0 }
      points.append((value, predicted[0], predicted[1], predicted[2]))
      for (i, penalty) in ([SquaredL2(), LInf(), LInf()] as [any Penalty]).enumerated() {
        let sweep = try MixtureSweep(setting, penalty, lambdas: [best[i].lambda], formats: [], session)
        let row = try sweep.measured(trials: trials)[0]
        let measured = i == 2 ? row.oneBitTestError : row.testError
        dots[i].append(
          .init(value, 100 * measured.mean, standardError: 100 * measured.standardError, predicted: predicted[i]))
        lines[i].append(.init(value, predicted[i]))
      }
    }
    let names: [(String, Hue)] = [("ridge", .blue), ("ℓ∞", .green), ("ℓ∞, one bit", .vermilion)]
    for (i, name) in names.enumerated() {
      ridge.append(FigureSeries(name.0, .theory, name.1, lines[i]))
      ridge.append(FigureSeries(name.0, .measured, name.1, dots[i]))
    }
    return FigureContent(
      panels: [FigurePanel(text, x: x, y: Axis("Test error", unit: "%", includesZero: true), series: ridge)],
      note: "Each at its best λ by the theory. Dots: \(trials) data sets each, bars one standard error.",
      findings: [finding(points)], columns: 1)
  }
}

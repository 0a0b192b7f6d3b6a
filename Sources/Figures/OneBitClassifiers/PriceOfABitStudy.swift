import Asymptotics
import ConvexFunctions
import DataModels
import Experiments
import LinearAlgebra
import Messages
import Plots

/// What one bit costs at the best λ: the error of the signs of ℓ∞ less that of ridge, over the shape of the data.
struct PriceOfABitStudy: PaperFigure {
  let id = "2402.10474/price-of-a-bit"
  let title = "The price of one bit at the best λ, over d/n, wrong labels and correlation"

  private static let samples = 300

  private static func setting(ratio: Double, corruption: Double, correlation: Double) throws -> MixtureSetting {
    try MixtureSetting(
      mixture: GaussianMixture(
        featureCount: Int((ratio * Double(samples)).rounded()), classCount: 5, correlation: correlation, sigma: 1.5),
      sampleCount: samples, corruption: corruption)
  }

  /// Best errors of ridge and of the signs of ℓ∞, each with its λ.
  private struct Best {
    let ridge: BestStrength
    let signs: BestStrength
    var price: Double { 100 * ((signs.row.oneBitTestError?.mean ?? .nan) - ridge.row.testError.mean) }

    init(_ setting: MixtureSetting) throws {
      let theory = try MixtureTheory(setting, formats: [])
      ridge = try BestStrength(theory, SquaredL2()) { $0.testError.mean }
      signs = try BestStrength(theory, LInf()) { $0.oneBitTestError?.mean ?? .infinity }
    }
  }

  /// The numbers of one cell.
  private struct Cell: Codable {
    /// In points.
    let price: Double
    /// The best λ of ridge in units of n σ², and of one-bit ℓ∞ in units of λ_max.
    let ridgeStrength: Double
    let boundaryStrength: Double

    init(_ best: Best, _ setting: MixtureSetting) throws {
      price = best.price
      let sigma = setting.mixture.sigma
      ridgeStrength = best.ridge.lambda / (Double(setting.sampleCount) * sigma * sigma)
      boundaryStrength =
        try MixtureTheory(setting, formats: []).collapse(of: LInf()).map { best.signs.lambda / $0 } ?? .nan
    }
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 32, quick: 3)
    let ratios = session.isQuick ? [0.5, 2] : [0.25, 0.5, 1, 2, 4, 8]
    let corruptions = session.isQuick ? [0.1, 0.4] : [0, 0.1, 0.2, 0.3, 0.4, 0.5]
    let correlations = session.isQuick ? [0.5, 0.9] : [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95]
    /// What one cell of every map says: one search for all of them.
    func cells(
      _ values: [Double], _ setting: (Double, Double) throws -> MixtureSetting
    ) throws -> [(x: Double, y: Double, cell: Cell)] {
      try ratios.flatMap { ratio in
        try values.map { other in
          let setting = try setting(ratio, other)
          return (ratio, other, try session.measured("price \(setting.key)") { try Cell(Best(setting), setting) })
        }
      }
    }
    func map(_ cells: [(x: Double, y: Double, cell: Cell)], _ value: (Cell) -> Double) -> [FigureSeries.Point] {
      cells.map { FigureSeries.Point($0.x, $0.y, predicted: value($0.cell)) }
    }
    func overCorruption(_ ratio: Double, _ c: Double) throws -> MixtureSetting {
      try Self.setting(ratio: ratio, corruption: c, correlation: 0.9)
    }
    func overCorrelation(_ ratio: Double, _ r: Double) throws -> MixtureSetting {
      try Self.setting(ratio: ratio, corruption: 0.3, correlation: r)
    }
    let x = Axis("d/n", scale: .log10)
    let corrupted = try cells(corruptions, overCorruption)
    let prices = map(corrupted, \.price)
    let panels = [
      FigurePanel(
        "Price in points, r = 0.9", x: x, y: Axis("c, share of wrong labels"),
        series: [FigureSeries("price of one bit", .map, .vermilion, prices)]),
      FigurePanel(
        "Price in points, c = 0.3", x: x, y: Axis("r, correlation of class means"),
        series: [
          FigureSeries(
            "price of one bit", .map, .vermilion, map(try cells(correlations, overCorrelation), \.price))
        ]),
      FigurePanel(
        "Best λ of ridge / (n σ²), r = 0.9", x: x, y: Axis("c, share of wrong labels"),
        series: [FigureSeries("best λ of ridge", .map, .blue, map(corrupted, \.ridgeStrength))]),
      FigurePanel(
        "Best λ of one-bit ℓ∞ / λ_max, r = 0.9", x: x, y: Axis("c, share of wrong labels"),
        series: [FigureSeries("best λ of ℓ∞", .map, .blue, map(corrupted, \.boundaryStrength))]),
      try checks(session, trials),
    ]
    let largest = prices.max { ($0.predicted ?? 0) < ($1.predicted ?? 0) }
    let least = prices.min { ($0.predicted ?? 0) < ($1.predicted ?? 0) }
    func place(_ point: FigureSeries.Point?) -> String {
      point.map {
        "\(NumberText.fixed($0.predicted ?? .nan, 2)) points at d/n = \(NumberText.short($0.x)), c = \(NumberText.short($0.y))"
      } ?? "–"
    }
    return FigureContent(
      panels: panels,
      note:
        "n = \(Self.samples), k = 5, σ = 1.5. Maps: exact theory. Dots in the last chart: \(trials) data sets each at the λ that "
        + "the theory calls best, bars one standard error.",
      findings: ["The price of one bit ranges from \(place(least)) to \(place(largest))."], columns: 2)
  }

  /// A row of the map, measured.
  private func checks(_ session: FigureSession, _ trials: Int) throws -> FigurePanel {
    var (dots, line): ([FigureSeries.Point], [FigureSeries.Point]) = ([], [])
    for ratio in session.isQuick ? [0.5, 2] : [0.25, 0.5, 1, 2, 4] {
      let setting = try Self.setting(ratio: ratio, corruption: 0.3, correlation: 0.9)
      let best = try Best(setting)
      func rows(_ penalty: any Penalty, _ lambda: Double) throws -> MixtureSimulation.Row {
        try MixtureSweep(setting, penalty, lambdas: [lambda], formats: [], session).measured(trials: trials)[0]
      }
      let (signs, ridge) = (
        try rows(LInf(), best.signs.lambda).oneBitTestError, try rows(SquaredL2(), best.ridge.lambda).testError
      )
      // Both see the same data sets; as if they did not, the error is rather too large.
      let error = (signs.standardError * signs.standardError + ridge.standardError * ridge.standardError).squareRoot()
      dots.append(
        .init(ratio, 100 * (signs.mean - ridge.mean), standardError: 100 * error, predicted: best.price))
      line.append(.init(ratio, best.price))
    }
    return FigurePanel(
      "Measured, c = 0.3, r = 0.9", x: Axis("d/n", scale: .log10),
      y: Axis("Price of one bit", unit: "points", includesZero: true),
      series: [
        FigureSeries("price of one bit", .theory, .vermilion, line),
        FigureSeries("price of one bit", .measured, .vermilion, dots),
      ])
  }
}

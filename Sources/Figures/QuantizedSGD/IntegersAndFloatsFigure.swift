import Asymptotics
import DataModels
import Experiments
import LinearAlgebra
import Messages
import Plots
import Workbench

/// How many mantissa bits make rounded data cost what integers of eight bits cost, against the dimension.
///
///     INT-b: additive Δ²/6 with Δ = 5√λ₁/(2ᵇ⁻¹ − 1);      m mantissa bits: multiplicative 0.0902 · 4⁻ᵐ
struct IntegersAndFloatsFigure: PaperFigure {
  let id = "2510.18259/int-vs-fp"
  let title = "Mantissa bits of a float whose data error costs what that of integers costs"

  /// (1/6)(3/8)/ln 2, of a mantissa whose logarithm is uniform.
  private static let floatConstant = 0.0625 / logarithm(2)

  /// Δ²/6 at λ₁ = 1.
  private func integerError(_ kind: Case) -> Double {
    let bits = kind.bits
    let step = 5 / (power(2, Double(bits - 1)) - 1)
    return step * step / 6
  }

  /// Whose weights are learned, and how long.
  private enum Case: String, CaseIterable {
    case smallest = "signal on the smallest input, to convergence"
    case converged = "w* = 1, to convergence"
    case finite = "w* = 1, 400 updates"

    /// b: more where the rule would ask for fewer than no mantissa bits.
    var bits: Int { self == .finite ? 8 : 16 }
  }

  private func model(_ kind: Case, _ exponent: Double, _ d: Int) throws -> QuantizedRegression {
    let spectrum = try CovarianceSpectrum.power(exponent, count: d)
    let last = spectrum.eigenvalues[d - 1]
    var model = QuantizedRegression(spectrum: spectrum, noiseVariance: 1, stepSize: 0.1, steps: 400)
    if kind != .finite { model.steps = Int((200 / (model.stepSize * last)).rounded()) }
    if kind == .smallest {
      model.weights = [Double](repeating: 0, count: d)
      model.weights[d - 1] = 1 / last.squareRoot()
    }
    return model
  }

  /// The deployed risk beyond full precision when the data alone have an error.
  private func increment(_ model: QuantizedRegression, _ error: IdealizedError, _ plain: Double) throws -> Double {
    try deployed(model.with(error, on: [.data])) - plain
  }

  private func deployed(_ model: QuantizedRegression) throws -> Double {
    guard model.steps > 10_000 else { return try model.predicted(.deployed) }
    return try ClosedForm(QuantizedSGDTheory(model)).risk(at: model.steps).deployedRisk ?? .nan
  }

  /// m* where the increments are equal, by secants in log ε.
  private func equalMantissa(_ model: QuantizedRegression, _ kind: Case) throws -> Double {
    let plain = try deployed(model)
    let wanted = logarithm(try increment(model, IdealizedError(additive: integerError(kind)), plain))
    func off(_ m: Double) throws -> Double {
      let error = IdealizedError(multiplicative: Self.floatConstant * power(4, -m))
      return logarithm(try increment(model, error, plain)) - wanted
    }
    var (left, right) = (3.0, 4.0)
    var (atLeft, atRight) = (try off(left), try off(right))
    for _ in 0..<12 where (right - left).magnitude > 1e-4 && atRight != atLeft {
      // Increments are nearly proportional to ε, so that secants end in a few steps.
      let next = right - atRight * (right - left) / (atRight - atLeft)
      (left, atLeft) = (right, atRight)
      (right, atRight) = (next, try off(next))
    }
    return right
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let trials = session.trials(full: 1000, quick: 20)
    let convergedDims = session.isQuick ? [10, 20, 40] : [12, 25, 50, 100, 200]
    let finiteDims = session.isQuick ? [25, 50, 100] : [25, 50, 100, 200, 400, 800, 1600]
    let measuredDims = session.isQuick ? [25, 50] : [25, 50, 100, 200, 400]
    let exponents: [(Double, Hue)] = [(1, .green), (1.5, .blue), (2, .vermilion)]
    var panels: [FigurePanel] = []
    var findings: [String] = []
    for kind in Case.allCases {
      let dims = kind == .finite ? finiteDims : convergedDims
      let counter = session.counter("equal costs, \(kind.rawValue)", total: dims.count * exponents.count)
      var series: [FigureSeries] = []
      var slopes: [String] = []
      for (exponent, hue) in exponents {
        let name = "λᵢ = i^−\(NumberText.short(exponent))"
        let line = try dims.map { d in
          defer { counter.advance() }
          return FigureSeries.Point(
            Double(d),
            try session.measured("m* \(kind) a \(exponent) d \(d)") {
              try equalMantissa(model(kind, exponent, d), kind)
            } - Double(kind.bits))
        }
        series.append(FigureSeries(name, .theory, hue, line))
        if kind == .smallest {
          let offset = 0.5 * logarithm(Self.floatConstant * 6 / 25) / logarithm(2) - 1
          series.append(
            FigureSeries(
              "\(name): rule", .paper, hue,
              dims.map { .init(Double($0), offset - exponent / 2 * logarithm(Double($0)) / logarithm(2)) }))
        }
        if kind == .finite {
          series.append(
            FigureSeries(
              name, .measured, hue,
              try measuredDims.map { try measured($0, model(kind, exponent, $0), kind, trials, session) }))
        }
        let (first, last) = (line[0], line[line.count - 1])
        slopes.append(
          "\(NumberText.fixed((first.y - last.y) / (logarithm(last.x / first.x) / logarithm(2)), 3)) at a = \(NumberText.short(exponent))"
        )
      }
      findings.append("\(kind.rawValue): m* falls by \(slopes.joined(separator: ", ")) bits for each doubling of d.")
      panels.append(
        FigurePanel(
          kind.rawValue, x: Axis("Dimension d", scale: .log10), y: Axis("Mantissa m* − b", unit: "bits"),
          series: series))
    }
    return FigureContent(
      panels: panels,
      note:
        "Data alone are quantized; deployed risk; σ² = 1, B = 1, γ = 0.1, λᵢ = i⁻ᵃ. Integers of b bits (16; right: 8) up to 5√λ₁ as additive Δ²/6, a float of m mantissa "
        + "bits as multiplicative 0.0902 · 4⁻ᵐ. Convergence: 200/(γ λ_d) updates. Lines: exact theory; dashed: m* − b = −(a/2) log₂ d − "
        + "3.77. Dots: m* from \(trials) paired runs, bars one standard error.",
      findings: findings, columns: 3)
  }

  /// m* from runs at the predicted m*: increments are nearly proportional to 4⁻ᵐ, so that m* = m + ½ log₂(float/integer).
  private func measured(
    _ d: Int, _ model: QuantizedRegression, _ kind: Case, _ trials: Int, _ session: FigureSession
  ) throws -> FigureSeries.Point {
    let m = try equalMantissa(model, kind)
    let bits = Double(kind.bits)
    let runs = SGDRuns(session: session, trials: trials)
    func increments(_ error: IdealizedError) throws -> [Double] {
      try runs.increments(model.with(error, on: [.data]), .deployed)
    }
    let integer = try increments(IdealizedError(additive: integerError(kind)))
    let float = try increments(IdealizedError(multiplicative: Self.floatConstant * power(4, -m)))
    let (a, b) = (MeanWithError(float), MeanWithError(integer))
    // The error of log(float/integer), by its differential, run by run.
    let errors = MeanWithError(zip(float, integer).map { $0 / a.mean - $1 / b.mean })
    let doubled = 2 * logarithm(2)
    return .init(
      Double(d), m - bits + logarithm(a.mean / b.mean) / doubled, standardError: errors.standardError / doubled,
      predicted: m - bits)
  }
}

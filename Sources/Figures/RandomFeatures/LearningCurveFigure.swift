import Activations
import Asymptotics
import DataModels
import Experiments
import FeatureMaps
import LinearAlgebra
import Messages
import Plots
import Workbench

/// Test error and accuracy on real images against the number of training samples, Gaussian and ±1 weights; the line is
/// predicted from the pool alone, without test rows.
struct LearningCurveFigure: PaperFigure {
  let id = "2510.16250/fig3"
  let title = "Real images: learning curves of Gaussian and one-bit random features"

  private struct Split: Codable {
    var measured: [[Double]]
    var predicted: [[Double]]
  }

  func draw(_ session: FigureSession) throws -> FigureContent {
    let splits = session.trials(full: 8, quick: 2)
    let digits = try DigitsAtHand(session)
    let size = min(session.isQuick ? 500 : 1000, 3 * digits.data.sampleCount / 5)
    let width = session.isQuick ? 256 : 1024
    let lambda = 0.01 * Double(width)
    let shares = session.isQuick ? [0.1, 0.4, 1] : [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1]
    let counts = shares.map { Int(($0 * Double(size)).rounded()) }
    let laws: [DenseMap.Weights] = [.gaussian, .oneBit]
    let counter = session.counter("learning curves", total: splits * laws.count)
    var panels: [[FigureSeries]] = [[], []]
    for law in laws {
      let all = try parallelMap(splits) { split in
        let name = "curve \(digits.name) \(size) \(width) \(law.rawValue) \(counts) split \(split)"
        let result = try session.measured(name) {
          let (pool, test) = digits.pool(size, testing: 4000, split: split, seed: session.seed)
          return try measure(pool, test, law, width, lambda, counts, seed: session.seed + UInt64(split))
        }
        counter.advance()
        return result
      }
      let hue: Hue = law == .oneBit ? .vermilion : .blue
      for (quantity, unit) in [(0, 1.0), (1, 100.0)] {
        let predicted = counts.indices.map { i in MeanWithError(all.map { unit * $0.predicted[i][quantity] }).mean }
        panels[quantity].append(
          FigureSeries(law.title, .theory, hue, zip(counts, predicted).map { .init(Double($0), $1) }))
        panels[quantity].append(
          FigureSeries(
            law.title, .measured, hue,
            counts.indices.map { i in
              let value = MeanWithError(all.map { unit * $0.measured[i][quantity] })
              return .init(
                Double(counts[i]), value.mean, standardError: value.standardError, predicted: predicted[i])
            }))
      }
    }
    let x = Axis("Training samples", scale: .log10)
    func worst(_ quantity: Int) -> Double {
      panels[quantity].filter { $0.kind == .measured }.flatMap(\.points).map {
        let difference = abs($0.y - ($0.predicted ?? .nan))
        return quantity == 0 ? 100 * difference / $0.y : difference
      }.max() ?? .nan
    }
    return FigureContent(
      panels: [
        FigurePanel("Squared error of a score", x: x, y: Axis("Test MSE", scale: .log10), series: panels[0]),
        FigurePanel("Accuracy", x: x, y: Axis("Test accuracy", unit: "%"), series: panels[1]),
      ],
      note:
        "\(digits.name): ReLU, width \(width), λ = \(NumberText.short(lambda)), no intercept. Lines: predicted from pools of \(size) "
        + "samples. Dots: \(splits) random splits, tested on other rows, bars one standard error.",
      findings: [
        "Farthest of the measured learning curves from the predicted ones: \(NumberText.fixed(worst(0), 1)) % of the squared error, "
          + "\(NumberText.fixed(worst(1), 1)) points of accuracy."
      ])
  }

  private func measure(
    _ pool: LabeledData, _ test: LabeledData, _ law: DenseMap.Weights, _ width: Int, _ lambda: Double, _ counts: [Int],
    seed: UInt64
  ) throws -> Split {
    let map = try DenseMap(
      inputCount: pool.featureCount, outputCount: width, weights: law, activation: ReLU(), seed: seed)
    let raw = map.features(of: FloatMatrix(pool.features)).widened
    // One factor for pool and test rows.
    let factor = 1 / (squaredNorm(raw.elements[...]) / Double(raw.elements.count)).squareRoot()
    func scaled(_ matrix: Matrix) -> Matrix {
      Matrix(rows: matrix.rowCount, columns: matrix.columnCount, elements: matrix.elements.map { factor * $0 })
    }
    let features = scaled(raw)
    let fresh = scaled(map.features(of: FloatMatrix(test.features)).widened)
    let curve = try LearningCurve(features: features, targets: pool.targets)
    var result = Split(measured: [], predicted: [])
    for n in counts {
      let point = try curve.point(samples: n, lambda: lambda, using: RandomStream(seed: seed).branch("learning curve"))
      result.predicted.append([point.testMSE ?? .nan, point.accuracy ?? .nan])
      let rows = Array(0..<n)
      let layer = try LastLayerOnData(features: features.rows(rows), targets: pool.targets.rows(rows), lambda: lambda)
      let errors = layer.errors(features: fresh, targets: test.targets)
      result.measured.append([errors.squared, errors.accuracy ?? .nan])
    }
    return result
  }
}

import Activations
import ConvexFunctions
import DataModels
import Experiments
import FeatureMaps
import LinearAlgebra
import Messages
import Plots
import Workbench

/// Interpolating real images by gradient descent and by mirrors, against depth, with Gaussian and ±1 weights.
struct MirrorsOnDataFigure: PaperFigure {
  let id = "2510.16250/fig4"
  let title = "Real images: interpolation with three mirrors against depth, Gaussian and one-bit weights"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let splits = session.trials(full: 4, quick: 2)
    let digits = try DigitsAtHand(session)
    let (samples, width) = session.isQuick ? (150, 400) : (1000, 2500)
    let depths = session.isQuick ? [1, 2] : [1, 2, 3]
    let mirrors: [(any MirrorPotential, Hue)] = [
      (PowerPotential(exponent: 2), .blue), (PowerPotential(exponent: 1.5), .green),
      (Hypentropy(width: 1e-3), .vermilion),
    ]
    let laws: [DenseMap.Weights] = [.gaussian, .oneBit]
    let counter = session.counter("interpolating", total: splits * depths.count * laws.count * mirrors.count)
    var series: [[FigureSeries]] = [[], []]
    var differences: [Double] = []
    for (mirror, hue) in mirrors {
      var means: [[Double]] = []
      for law in laws {
        var points: [[FigureSeries.Point]] = [[], []]
        for depth in depths {
          let values = try (0..<splits).map { split in
            let name =
              "mirror \(digits.name) \(samples) \(width) depth \(depth) \(law.rawValue) \(mirror.name) split \(split)"
            let result = try session.measured(name) {
              let (pool, test) = digits.pool(samples, testing: 4000, split: split, seed: session.seed)
              let map = try DeepMap(
                inputCount: pool.featureCount, widths: [Int](repeating: width, count: depth), weights: law,
                activation: ReLU(),
                seed: session.seed + UInt64(split))
              let layer = try LastLayerOnData(
                features: map.features(of: FloatMatrix(pool.features)).widened, targets: pool.targets, lambda: 0,
                mirror: mirror)
              let errors = layer.errors(
                features: map.features(of: FloatMatrix(test.features)).widened, targets: test.targets)
              return [errors.squared, 100 * (1 - (errors.accuracy ?? .nan))]
            }
            counter.advance()
            return result
          }
          let offset = law == .gaussian ? -0.03 : 0.03
          for quantity in 0...1 {
            let mean = MeanWithError(values.map { $0[quantity] })
            points[quantity].append(.init(Double(depth) + offset, mean.mean, standardError: mean.standardError))
          }
        }
        means.append(points[1].map(\.y))
        for quantity in 0...1 {
          series[quantity].append(
            FigureSeries("\(mirror.name), \(law.title)", .joined, law == .oneBit ? hue : hue.partner, points[quantity]))
        }
      }
      differences += zip(means[1], means[0]).map(-)
    }
    let largest = differences.max { abs($0) < abs($1) } ?? .nan
    return FigureContent(
      panels: [
        FigurePanel(
          "Squared error of a score", x: Axis("Layers"), y: Axis("Test MSE", scale: .log10), series: series[0]),
        FigurePanel(
          "Test error", x: Axis("Layers"), y: Axis("Test error", unit: "%", includesZero: true), series: series[1]),
      ],
      note:
        "\(digits.name): ReLU, width \(width), \(samples) training samples, λ = 0. Dots: \(splits) random splits, bars one standard error.",
      findings: [
        "Test error with ±1 weights less that with Gaussian ones, over mirrors and depths: from \(NumberText.fixed(differences.min() ?? .nan, 2)) to "
          + "\(NumberText.fixed(differences.max() ?? .nan, 2)) points, largest in size \(NumberText.fixed(largest, 2))."
      ])
  }
}

extension Hue {
  /// A hue near it, for the other of a pair.
  fileprivate var partner: Hue {
    switch self {
    case .blue: .sky
    case .vermilion: .orange
    default: .neutral
    }
  }
}

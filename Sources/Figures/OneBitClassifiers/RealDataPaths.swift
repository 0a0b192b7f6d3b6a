import Experiments
import Messages
import Plots
import Workbench

/// The protocol of the paper on handwritten digits: five classes, a hundred samples each, 40 % of the labels wrong.
struct RealDataPaths: PaperFigure {
  let id = "2402.10474/mnist"
  let title = "Digits with 40 % wrong labels: three penalties and their signs along λ"

  func draw(_ session: FigureSession) throws -> FigureContent {
    let runs = session.trials(full: 16, quick: 3)
    let request = session.data ?? Self.digits(session)
    let counter = session.counter("training", total: runs)
    let answers = try (0..<runs).map { run in
      let rows = try session.measured("paths \(request) run \(run)") {
        var job = CompressRequest()
        job.data = request
        job.formats = ["f32", "sign"]
        job.roundings = ["plain"]
        job.seed = session.seed + UInt64(run)
        return try Compress(job)().answer.path
      }
      counter.advance()
      return rows
    }
    let penalties = answers[0].map(\.penalty).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let hues: [String: Hue] = ["l2": .blue, "l1": .green, "linf": .vermilion]
    func series(_ penalty: String, _ suffix: String, _ value: (PathRow) -> Double?) -> FigureSeries {
      let paths = answers.map { $0.filter { $0.penalty == penalty } }
      let count = paths.map(\.count).min() ?? 0
      let points = (0..<count).compactMap { i -> FigureSeries.Point? in
        let values = paths.compactMap { value($0[i]) }
        guard values.count == paths.count else { return nil }
        let mean = MeanWithError(values.map { 100 * $0 })
        return .init(paths[0][i].lambdaFraction, mean.mean, standardError: mean.standardError)
      }
      return FigureSeries(CandidateColumns.symbol(penalty) + suffix, .joined, hues[penalty] ?? .neutral, points)
    }
    let x = Axis("λ / λmax", scale: .log10)
    let best = penalties.map { penalty -> String in
      let float = series(penalty, "", { $0.testError }).points.map(\.y).min() ?? .nan
      let signs = series(penalty, "", { $0.oneBitTestError }).points.map(\.y).min() ?? .nan
      return
        "\(CandidateColumns.symbol(penalty)) \(NumberText.fixed(float, 1)) % (signs \(NumberText.fixed(signs, 1)) %)"
    }
    return FigureContent(
      panels: [
        FigurePanel(
          "W", x: x, y: Axis("Test error", unit: "%", includesZero: true),
          series: penalties.map { series($0, "", { $0.testError }) }),
        FigurePanel(
          "sign(W)", x: x, y: Axis("Test error", unit: "%", includesZero: true),
          series: penalties.map { series($0, "", { $0.oneBitTestError }) }),
        FigurePanel(
          "Structure", x: x, y: Axis("Share of weights", unit: "%", range: 0...100),
          series: [
            series("l1", ", non-zero", { $0.nonzeroFraction }),
            series("linf", ", at the boundary", { $0.boundaryFraction }),
          ]),
      ],
      note:
        "\(request.source): \(runs) choices of the training rows and of the wrong labels, bars one standard error. Where "
        + "the curves are lowest is read off the test rows, for comparison with the paper only.",
      findings: ["Lowest test errors along the paths: \(best.joined(separator: ", "))."], columns: 3)
  }

  /// MNIST where it is at hand, else the built-in digits.
  private static func digits(_ session: FigureSession) -> DataRequest {
    var request = DataRequest()
    request.classes = ["0", "1", "2", "3", "4"]
    request.perClass = [100]
    request.corrupt = 0.4
    if let folder = session.mnistFolder {
      request.source = "\(folder)/t10k-images-idx3-ubyte.gz"
      request.target = "\(folder)/t10k-labels-idx1-ubyte.gz"
    }
    return request
  }
}

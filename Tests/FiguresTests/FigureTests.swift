import DataFiles
import Figures
import Foundation
import Plots
import Testing

@Suite struct FigureTests {
  /// Figures by a few data sets each; debug builds draw the cheapest only.
  static var drawn: [String] {
    #if DEBUG
      print("SHRUNK: debug builds draw one figure; all in release")
      return ["2402.10474/fig1"]
    #else
      return PaperFigures.all.map(\.id)
    #endif
  }

  @Test(arguments: drawn) func quickVersionsAreWhole(_ id: String) throws {
    let figure = try #require(PaperFigures.named(id))
    let product = try FigureProduct(figure, FigureSession(effort: .quick, trials: 2), command: "signbit figure \(id)")
    #expect(product.svg.hasPrefix("<svg") && product.svg.contains("</svg>"))
    #expect(!product.answer.series.isEmpty && !product.answer.note.isEmpty)
    for series in product.answer.series {
      #expect(!series.points.isEmpty, "\(id): \(series.panel), \(series.name)")
      #expect(series.points.contains { $0.y != nil }, "\(id): \(series.panel), \(series.name)")
    }
    let lines = product.csv.split(separator: "\n")
    #expect(lines.count == 1 + product.answer.series.reduce(0) { $0 + $1.points.count })
    #expect(lines[0] == "panel,series,kind,x,y,standardError,predicted,xAxis,yAxis")
    for agreement in product.answer.agreement { #expect(!agreement.unit.isEmpty && agreement.dots > 0) }
  }

  private func answer(_ id: String, trials: Int?) throws -> FigureAnswer {
    let figure = try #require(PaperFigures.named(id))
    return try FigureProduct(figure, FigureSession(effort: .quick, trials: trials), command: "").answer
  }

  /// Rounded data have the second moments that are drawn as lines; integers are no flat floor.
  @Test func spectrumOfQuantizedData() throws {
    let answer = try answer("2510.18259/spectrum", trials: nil)
    let agreement = try #require(answer.agreement.first)
    #expect(agreement.dots == 30 && agreement.rootMeanSquareZ! < 1.5)
    func last(_ name: String, _ kind: String) throws -> Double {
      try #require(answer.series.first { $0.name == name && $0.kind == kind }?.points.last?.y)
    }
    // At √λ = Δ/8 stochastic integers have E x̃² = Δ√(2λ/π) to a part in 10⁶.
    let step = 5.0 / 127
    #expect(abs(try last("fixed8", "theory") / (step / 200 * (2 / Double.pi).squareRoot()) - 1) < 1e-3)
    #expect(try last("λ + Δ²/6", "paper") > 1.5 * last("fixed8", "theory"))
    #expect(try abs(last("additive 0.001", "theory") - 0.001 - 1.0 / 40_000) < 1e-15)
  }

  /// The slopes of the derivation: a/2 at worst, a half for w* = 1, both at convergence.
  @Test func mantissaBitsAgainstDimension() throws {
    let answer = try answer("2510.18259/int-vs-fp", trials: 2)
    func slopes(_ panel: String) -> [Double] {
      answer.series.filter { $0.panel.hasPrefix(panel) && $0.kind == "theory" }.map { line in
        let (a, b) = (line.points[0], line.points[line.points.count - 1])
        return (b.y! - a.y!) / (log2(b.x) - log2(a.x))
      }
    }
    for (slope, a) in zip(slopes("signal on"), [1.0, 1.5, 2]) { #expect(abs(slope + a / 2) < 2e-3) }
    #expect(slopes("w* = 1, to").allSatisfy { -0.5 < $0 && $0 < -0.35 })
    #expect(slopes("w* = 1, 400").allSatisfy { -0.25 < $0 && $0 < 0 })
    // The offset of the rule: −½ log₂(25/(6 · 0.0902)) + 1 … = −3.77 at d = 1.
    let rule = try #require(answer.series.first { $0.kind == "paper" }?.points.first)
    #expect(abs(rule.y! + 0.5 * log2(rule.x) + 3.77) < 0.01)
  }

  /// Dots of known distances from their predictions, in panels of three units.
  private struct KnownDistances: PaperFigure {
    let id = "known"
    let title = "Known distances"
    func draw(_ session: FigureSession) -> FigureContent {
      func panel(_ y: Axis, _ dots: [FigureSeries.Point]) -> FigurePanel {
        FigurePanel("panel", x: Axis("λ"), y: y, series: [FigureSeries("dots", .measured, .blue, dots)])
      }
      return FigureContent(
        panels: [
          panel(Axis("Test error", unit: "%"), [.init(1, 12, standardError: 2, predicted: 10)]),
          panel(Axis("Test MSE"), [.init(1, 0.5, predicted: 0.75)]),
          panel(Axis("Test error", unit: "%"), [.init(2, 20, standardError: 1, predicted: 24), .init(3, 9)]),
          panel(Axis("Time, of a step", unit: "ms"), [.init(1, 3)]),
        ], note: "")
    }
  }

  /// Differences are counted for each quantity by itself, in a unit that is named.
  @Test func agreementNamesItsUnit() throws {
    let product = try FigureProduct(KnownDistances(), FigureSession(), command: "")
    let agreement = product.answer.agreement
    try #require(agreement.map(\.quantity) == ["Test error", "Test MSE"])
    #expect(agreement.map(\.unit) == ["percentage points", "test MSE"])
    #expect(agreement.map(\.dots) == [2, 1])
    #expect(agreement.map(\.largestDifference) == [4, 0.25] && agreement.map(\.meanDifference) == [3, 0.25])
    // √((1² + 4²) / 2)
    #expect(abs(try #require(agreement[0].rootMeanSquareZ) - 8.5.squareRoot()) <= 1e-12)
    #expect(agreement[1].rootMeanSquareZ == nil)
    let lines = product.csv.split(separator: "\n")
    #expect(lines[1] == "panel,dots,measured,1.0,12.0,2.0,10.0,λ,Test error (%)")
    #expect(lines[5] == "panel,dots,measured,1.0,3.0,,,λ,\"Time, of a step (ms)\"")
  }

  @Test func namesAreUnique() {
    let ids = PaperFigures.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(PaperFigures.named("2402.10474/fig0") == nil)
  }

  /// A second session finds what the first has measured, and does not measure it again.
  @Test func measurementsAreRemembered() throws {
    let path = FileManager.default.temporaryDirectory.path + "/signbit-journal-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var calls = 0
    func value(_ name: String, seed: UInt64 = 1) throws -> [Double] {
      try FigureSession(seed: seed, journal: try Journal(path: path)).measured(name) {
        calls += 1
        return [Double(calls), .infinity]
      }
    }
    #expect(try value("a") == [1, .infinity])
    #expect(try value("a") == [1, .infinity])
    #expect(try value("b") == [2, .infinity])
    #expect(try value("a", seed: 2) == [3, .infinity])
    // A line that a kill has cut off is measured again, and the next line stands by itself.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try bytes.dropLast(5).write(to: URL(fileURLWithPath: path))
    #expect(try value("a", seed: 2) == [4, .infinity])
    #expect(try value("b") == [2, .infinity] && calls == 4)
    #expect(try value("a", seed: 2) == [4, .infinity])
  }
}

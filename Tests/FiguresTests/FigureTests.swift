import DataFiles
import Figures
import Foundation
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
    #expect(lines[0] == "panel,series,kind,x,y,standardError,predicted")
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

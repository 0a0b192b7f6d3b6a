import Messages
import Plots
public import Workbench

/// A figure as JSON: every number that is drawn, and what was written.
public struct FigureAnswer: Sendable, Codable, Equatable {
  public struct Series: Sendable, Codable, Equatable {
    public let panel: String
    public let name: String
    /// theory, paper, measured, measured-line.
    public let kind: String
    /// Of the axis, with its unit: "Test error (%)".
    public let x: String
    public let y: String
    public let points: [Point]
  }

  public struct Point: Sendable, Codable, Equatable {
    public let x: Double
    @OrNull public var y: Double?
    @OrNull public var standardError: Double?
    /// The theory at a measured dot.
    @OrNull public var predicted: Double?
  }

  public let id: String
  public let title: String
  public let series: [Series]
  /// One for each quantity; none where nothing was predicted at a dot.
  public let agreement: [FigureAgreement]
  public let findings: [String]
  public let note: String
  public var files: [String]
  public let effort: String
  public let seed: UInt64
  public let version: String
  /// The command that makes it again.
  public let command: String
}

extension FigureAnswer {
  init(_ figure: any PaperFigure, _ content: FigureContent, _ session: FigureSession, command: String) {
    self.init(
      id: figure.id, title: figure.title,
      series: content.panels.flatMap { panel in
        panel.series.map { one in
          Series(
            panel: panel.title, name: one.name, kind: one.kind.rawValue, x: Self.heading(panel.x.label, panel.x.unit),
            y: Self.heading(panel.y.label, panel.y.unit),
            points: one.points.map {
              Point(
                x: $0.x, y: $0.y.isFinite ? $0.y : nil, standardError: $0.standardError,
                predicted: $0.predicted.flatMap { $0.isFinite ? $0 : nil })
            })
        }
      },
      agreement: FigureAgreement.all(of: content.panels), findings: content.findings, note: content.note, files: [],
      effort: session.effort.rawValue, seed: session.seed, version: SignbitVersion.current, command: command)
  }

  private static func heading(_ label: String, _ unit: String) -> String { unit.isEmpty ? label : "\(label) (\(unit))" }

  /// One line for every point; `y`, `standardError` and `predicted` are in the unit of `yAxis`. Of a map the cells'
  /// value is `predicted`, which the panel's title names.
  var csv: String {
    var lines = ["panel,series,kind,x,y,standardError,predicted,xAxis,yAxis"]
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    func quoted(_ text: String) -> String {
      text.contains(where: { ",\"\n".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    for one in series {
      for point in one.points {
        lines.append(
          [
            quoted(one.panel), quoted(one.name), one.kind, "\(point.x)", text(point.y), text(point.standardError),
            text(point.predicted), quoted(one.x), quoted(one.y),
          ].joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

import Plots

/// A figure that is done, before anything is written.
public struct FigureProduct: Sendable {
  public var answer: FigureAnswer
  /// The picture.
  public let svg: String
  /// The numbers.
  public let csv: String

  /// Computes a figure.
  ///
  /// - Parameter command: The command line that makes it again; it stands in the answer.
  public init(_ figure: any PaperFigure, _ session: FigureSession, command: String) throws {
    let content = try figure.draw(session)
    answer = FigureAnswer(figure, content, session, command: command)
    svg =
      Figure(figure.title, charts: content.panels.map(\.chart), columns: content.columns, note: content.note).svg()
    csv = answer.csv
  }

  /// "2402.10474/fig3" as the beginning of file names: "2402.10474-fig3".
  public static func fileName(of id: String) -> String { id.replacing("/", with: "-") }
}

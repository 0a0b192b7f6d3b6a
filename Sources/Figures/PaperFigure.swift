/// A figure of a paper, or a study in its spirit: predictions as lines, measurements as dots, from the same objects.
///
/// A new one is a file in the folder of its paper and its line in `PaperFigures`.
public protocol PaperFigure: Sendable {
  /// What the command line calls it: "2402.10474/fig3".
  var id: String { get }
  /// What it shows, in one line.
  var title: String { get }
  /// Computes everything that is drawn; long measurements go through the session, which remembers them.
  func draw(_ session: FigureSession) throws -> FigureContent
}

/// What a figure shows.
public struct FigureContent: Sendable {
  public var panels: [FigurePanel]
  /// Sizes, numbers of data sets and what the bars mean, under the picture.
  public var note: String
  /// What one learns from it, a sentence with its number each.
  public var findings: [String]
  /// How many panels stand side by side.
  public var columns: Int

  public init(panels: [FigurePanel], note: String, findings: [String] = [], columns: Int = 2) {
    self.panels = panels
    self.note = note
    self.findings = findings
    self.columns = columns
  }
}

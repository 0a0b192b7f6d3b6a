/// The catalog of figures: what is listed here can be drawn by name, and its quick version is tested.
public enum PaperFigures {
  public static let all: [any PaperFigure] =
    OneBitClassifiers.figures + RandomFeatureFigures.figures + QuantizedSGDFigures.figures
    + StraightThroughFigures.figures

  /// The figure of that name; nil when there is none.
  public static func named(_ id: String) -> (any PaperFigure)? { all.first { $0.id == id } }
}

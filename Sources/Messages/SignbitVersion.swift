/// The version of the package: what every front door prints and every model file records.
public enum SignbitVersion {
  /// Semantic versioning; the same text stands in `CITATION.cff` and heads `CHANGELOG.md`.
  public static let current = "0.1.0"
}

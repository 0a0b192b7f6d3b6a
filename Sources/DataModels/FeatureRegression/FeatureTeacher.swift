/// The function that a random-features regression learns, without the noise of labels.
public enum FeatureTeacher: Sendable, Equatable {
  /// y = a*·x_l on the features of layer l of the very map that is trained, a* ~ N(0, I/d_l); layer 0 is the input, and
  /// the last layer is the matched teacher of arXiv 2510.16250, figure 1.
  case layer(Int)
  /// y = β·x.
  case linear([Double])
  /// y = β·x + √(v/2) (u² − 1), u = β·x scaled to variance 1: the second part, of variance v, is orthogonal to every
  /// linear function, and with odd activations nobody learns it from n ~ d samples.
  case general([Double], unlearnableVariance: Double)

  /// β with βᵢ² = 1/d, the default where none is given.
  public static func evenCoefficients(_ count: Int) -> [Double] {
    [Double](repeating: 1 / Double(count).squareRoot(), count: count)
  }
}

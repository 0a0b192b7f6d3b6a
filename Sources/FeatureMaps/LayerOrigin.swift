/// Where the random numbers of a layer come from, and so what a model file holds of them.
public enum LayerOrigin: Sendable, Equatable {
  /// Drawn from the streams of a seed; `layer` is the number of the layer in a deep map, −1 for a rotation.
  case seed(UInt64, layer: Int)
  /// Given: a file holds the numbers themselves, and its reader needs no generator.
  case stored
}

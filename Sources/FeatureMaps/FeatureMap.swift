public import LinearAlgebra

/// A fixed random map x ↦ φ(x) from inputs to features, every weight of which is a pure function of a seed.
///
/// A new one is a file of this module and, as it should be tried by every law, a sample in
/// `Tests/FeatureMapsTests/SampleMaps.swift`.
public protocol FeatureMap: Sendable {
  /// The name on the command line, in JSON and in model files: "dense".
  var name: String { get }
  /// d.
  var inputCount: Int { get }
  /// w, the width.
  var outputCount: Int { get }
  /// The root of its random streams (`Documentation/RandomStreams.md`, section "Feature maps").
  var seed: UInt64 { get }
  /// The bits of all random numbers, were they stored in place of the seed.
  var storedBits: Int { get }

  /// φ of each row (n × d to n × w), in Float32.
  ///
  /// The bits depend on neither threads nor kernel sets; how many rows come together may change the rounding of
  /// sums.
  ///
  /// - Precondition: the rows have `inputCount` entries.
  func features(of rows: FloatMatrix) -> FloatMatrix
}

public import LinearAlgebra

/// A fixed map x ↦ φ(x) from inputs to features. The maps of this module are random, every weight a pure function of a seed.
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
  /// The bits of all random numbers, were they stored in place of the seed.
  var storedBits: Int { get }

  /// Where they come from; of a deep map, those of its first step.
  var origin: LayerOrigin { get }
  /// The steps of a deep map, none of which is deep itself; else the map alone.
  var layers: [any FeatureMap] { get }
  /// The same map, whose numbers a file holds in place of a seed.
  var withStoredNumbers: Self { get }

  /// φ of each row (n × d to n × w), in Float32.
  ///
  /// The bits depend on neither threads nor kernel sets, nor on the rows that come together, but for Gaussian weights,
  /// where many rows are rounded otherwise than one.
  ///
  /// - Precondition: the rows have `inputCount` entries.
  func features(of rows: FloatMatrix) -> FloatMatrix
}

extension FeatureMap {
  public var layers: [any FeatureMap] { [self] }
}

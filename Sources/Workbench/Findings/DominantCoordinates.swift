import DataModels
import FeatureMaps
import LinearAlgebra
import Messages

/// A few coordinates that carry most of the variance: dense one-bit weights then see few different inputs.
struct DominantCoordinates: Finding {
  /// The share of the variance in one coordinate beyond which it is said …
  static let largeShare = 0.1
  /// … if it is also so many times the share that each would have.
  static let leastRatio = 3.0

  func sentence(_ evidence: Evidence) -> String? {
    guard !evidence.request.randomFeatures.rotates,
      evidence.candidates.contains(where: { $0.map == "dense" && $0.weights == DenseMap.Weights.oneBit.rawValue })
    else { return nil }
    let rows = evidence.preparation.data.training.features
    let share = coordinateDominance(of: rows)
    guard share >= max(Self.largeShare, Self.leastRatio / Double(rows.columnCount)),
      let rotation = try? RotationMap(inputCount: rows.columnCount, seed: evidence.request.seed)
    else { return nil }
    let after = coordinateDominance(of: rotation.features(of: FloatMatrix(rows)).widened)
    return
      "Few coordinates dominate: one of \(NumberText.grouped(rows.columnCount)) features carries "
      + "\(NumberText.percent(share, 0)) % of the variance, and through so few one-bit weights make few different random "
      + "features. --rotate spreads them first (then at most \(NumberText.percent(after, 0)) %); --standardize gives all "
      + "features one scale; --weights gaussian does not mind."
  }
}

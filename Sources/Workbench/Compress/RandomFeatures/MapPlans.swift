import FeatureMaps

/// Which maps are tried where nobody says: those that suit the data and cost seconds.
struct MapPlans {
  /// Additions of a fit, n w min(n, w), up to which a width is tried by default: a few seconds.
  static let usualWork = 3e10
  /// The same for the first map, which is the one that suits the data best.
  static let favoredWork = 1e11

  let settings: RandomFeatureSettings
  /// Training rows, with their shifted copies.
  let rows: Int
  let inputs: Int
  let image: ImageShape?

  var plans: [MapPlan] {
    kinds.enumerated().flatMap { index, kind in
      widths(isFavored: index == 0).map { MapPlan(kind: kind, widths: $0) }
    }
  }

  private var kinds: [RandomFeatureSettings.MapKind] {
    if let maps = settings.maps { return maps }
    let oneBit = settings.weights == .oneBit && !settings.rotates
    if image != nil, oneBit { return [.conv, .dense] }
    // A product of Hadamard matrices pays for itself from some hundred inputs on.
    return inputs >= 256 && settings.weights == .oneBit ? [.hadamard, .dense] : [.dense]
  }

  /// As many features as rows, for the first map twice as many; few rows: as many as rows, nearly.
  private func widths(isFavored: Bool) -> [[Int]] {
    if let widths = settings.widths { return widths }
    let (most, work) = isFavored ? (2 * rows, Self.favoredWork) : (rows, Self.usualWork)
    let usual = [512, 1024, 2048, 4096].filter { width in
      let (n, w) = (Double(rows), Double(width))
      return width <= most && n * w * min(n, w) <= work
    }
    guard usual.isEmpty else { return usual.map { [$0] } }
    return [[max(16, 1 << (Int.bitWidth - 1 - max(1, min(rows, 512)).leadingZeroBitCount))]]
  }
}

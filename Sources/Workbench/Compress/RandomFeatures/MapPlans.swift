import FeatureMaps

/// Which maps are tried where nobody says: those that suit the data and cost seconds.
struct MapPlans {
  /// Additions up to which a width is tried by default: n w min(n, w) of the fit, and 40 K w² of rounding K outputs. About
  /// a second.
  static let usualWork = 3e9
  /// The same for convolutions of images, which are worth most: several seconds.
  static let favoredWork = 1e11

  let settings: RandomFeatureSettings
  /// Training rows, with their shifted copies.
  let rows: Int
  let inputs: Int
  /// K.
  let outputs: Int
  let image: ImageShape?

  var plans: [MapPlan] {
    kinds.enumerated().flatMap { index, kind in
      widths(isFirst: index == 0, isFavored: kind == .conv).map { MapPlan(kind: kind, widths: $0) }
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
  private func widths(isFirst: Bool, isFavored: Bool) -> [[Int]] {
    if let widths = settings.shape.widths { return widths }
    let most = isFirst ? 2 * rows : rows
    let work = isFavored ? Self.favoredWork : Self.usualWork
    let usual = [512, 1024, 2048, 4096].filter { width in
      let (n, w) = (Double(rows), Double(width))
      return width <= most && n * w * min(n, w) + 40 * Double(outputs) * w * w <= work
    }
    guard usual.isEmpty else { return usual.map { [$0] } }
    return [[max(16, 1 << (Int.bitWidth - 1 - max(1, min(rows, 512)).leadingZeroBitCount))]]
  }
}

import Messages
import PackedInference

/// Random features whose widest map is still better than the next by more than chance.
struct WiderFeatures: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let best = evidence.bestFeatures, best.depth == 1, let width = best.width, let error = best.validationError
    else { return nil }
    let same = evidence.candidates.filter {
      $0.map == best.map && $0.depth == 1 && $0.format == best.format && $0.width != nil
    }
    guard let next = same.filter({ $0.width! < width }).max(by: { $0.width! < $1.width! }),
      same.allSatisfy({ $0.width! <= width }), let before = next.validationError,
      // The rows that differ are at most those that one of the two gets wrong.
      before - error > 2 * evidence.chance(error, before)
    else { return nil }
    return
      "Wider random features still help: validation error \(evidence.text(before)) with "
      + "\(NumberText.grouped(next.width!)) \(best.map!) features, \(evidence.text(error)) with "
      + "\(NumberText.grouped(width)); --width \(2 * width) goes further. Bytes are better spent on width with one-bit weights "
      + "than on more bits."
  }
}

extension Evidence {
  /// The standard error of the difference of two validation errors; for values, a tenth of the error.
  fileprivate func chance(_ a: Double, _ b: Double) -> Double {
    guard isClassification else { return 0.05 * max(a, b) }
    return ((a * (1 - a) + b * (1 - b)) / Double(data.trainingSamples)).squareRoot()
  }
}

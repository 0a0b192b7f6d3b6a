import ConvexSolvers
import LinearAlgebra
import Messages
import PackedInference

/// Directions of the features that the training rows hardly see: why, and what it does to few bits.
struct PoorConditioning: Finding {
  /// The condition number of XᵀX beyond which it is said.
  static let largeCondition = 1e8
  /// Fewer missing directions than this share of the features are not worth a sentence: images have such pixels.
  static let leastLoss = 0.05

  func sentence(_ evidence: Evidence) -> String? {
    let data = evidence.preparation.full
    let eigenvalues = data.eigenvalues
    guard let most = eigenvalues.last, let least = eigenvalues.first else { return nil }
    let varying = evidence.preparation.deviations.count { $0 > 0 }
    let rows = data.sampleCount - (data.hasIntercept ? 1 : 0)
    var text: String
    if varying > rows {
      text =
        "There are fewer training rows (\(NumberText.grouped(data.sampleCount))) than features that vary "
        + "(\(NumberText.grouped(varying))): infinitely many weights fit the rows alike"
    } else if Double(varying - eigenvalues.count) >= Self.leastLoss * Double(varying), eigenvalues.count < varying {
      let repeated = Self.repeatedColumns(data)
      let rest = varying - eigenvalues.count - repeated.count
      let named = repeated.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ") + (repeated.count > 5 ? ", …" : "")
      let parts = [
        repeated.isEmpty
          ? nil
          : "\(repeated.count) feature\(repeated.count == 1 ? " repeats another" : "s repeat others") (column \(named))",
        rest <= 0 ? nil : "\(rest) \(rest == 1 ? "is a combination" : "are combinations") of others",
      ].compactMap { $0 }
      text =
        "The features have rank \(eigenvalues.count) of \(varying): " + parts.joined(separator: ", ")
        + "; no row decides how weight is shared among them, so leave them out"
    } else if most / least > Self.largeCondition, DifferentScales().sentence(evidence) == nil {
      text =
        "The features are nearly dependent: XᵀX has condition number \(NumberText.scientific(most / least, 0))"
    } else {
      return nil
    }
    if let lambda = evidence.ridge?.lambda {
      let freedom = eigenvalues.reduce(0) { $0 + $1 / ($1 + lambda) }
      text += "; at its λ ridge uses \(NumberText.short(freedom)) degrees of freedom of \(varying)"
    }
    return text + "." + advice(evidence)
  }

  /// Plain rounding errs in every direction alike, also in those that move the scores most.
  private func advice(_ evidence: Evidence) -> String {
    guard let plain = evidence.row("l2", SignLayer.format)?.validationError,
      let aware = evidence.row("l2", SignLayer.format, rounding: StorageChoice.Rounding.dataAware.rawValue)?
        .validationError, !evidence.isSmall(plain - aware, of: aware, nil)
    else { return "" }
    return
      " Plain rounding to few bits is risky then: signs of ridge have validation error \(evidence.text(plain)), by "
      + "data-aware rounding \(evidence.text(aware))."
  }

  /// Columns that are a multiple of an earlier one.
  private static func repeatedColumns(_ data: LeastSquares) -> [Int] {
    let norms = data.squaredColumnNorms.map { $0.squareRoot() }
    /// Whether the cosine of two columns is ±1, up to rounding.
    func isMultiple(_ a: Int, _ b: Int) -> Bool {
      let product = (0..<data.sampleCount).reduce(0) { $0 + data.features[$1, a] * data.features[$1, b] }
      return product.magnitude >= (1 - 1e-12) * norms[a] * norms[b]
    }
    // Multiples of one column have the same length along any fixed direction, up to sign.
    var random = RandomStream(seed: 0).branch("repeated columns")
    let direction = random.gaussians(data.sampleCount)
    var shadows = [Double](repeating: 0, count: norms.count)
    for i in 0..<data.sampleCount {
      for (j, x) in data.features.row(i).enumerated() { shadows[j] += direction[i] * x }
    }
    let order = norms.indices.filter { norms[$0] > 0 }
      .map { (shadow: (shadows[$0] / norms[$0]).magnitude, column: $0) }
      .sorted { ($0.shadow, $0.column) < ($1.shadow, $1.column) }
    var groups: [[Int]] = []
    for (position, item) in order.enumerated() {
      let before = position > 0 ? order[position - 1] : nil
      if let before, item.shadow - before.shadow <= 1e-9, isMultiple(before.column, item.column) {
        groups[groups.count - 1].append(item.column)
      } else {
        groups.append([item.column])
      }
    }
    return groups.flatMap { $0.sorted().dropFirst() }.sorted()
  }
}

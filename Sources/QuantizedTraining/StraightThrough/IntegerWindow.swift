import Activations

/// The sums A for which μ′ is 1, as whole numbers: low < A < high.
///
/// The borders are found by asking μ′ itself, so that integers and real numbers judge alike.
struct IntegerWindow {
  let low: Int32
  let high: Int32
  /// Whether μ′ = 1 everywhere.
  let isAlwaysOpen: Bool

  /// - Parameter unit: A counts in multiples of it; the sum that μ′ sees is A · unit / √n.
  init(_ surrogate: any SurrogateGradient, unit: Double, weightCount: Int) {
    isAlwaysOpen = surrogate.cutoff == .infinity && surrogate.isEven
    let root = Double(weightCount).squareRoot()
    func isOpen(_ a: Int32) -> Bool { surrogate.derivative(Double(a) * unit / root) > 0 }
    // No sum of 32-bit integers reaches beyond.
    var border = Int32(min((surrogate.cutoff * root / unit).rounded(.up), 2_147_483_646))
    while border > 1, !isOpen(border - 1) { border -= 1 }
    while border < 2_147_483_646, isOpen(border) { border += 1 }
    high = border == 2_147_483_646 ? Int32.max : border
    low = isAlwaysOpen ? Int32.min : surrogate.isEven ? -high : 0
  }
}

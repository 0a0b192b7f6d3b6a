/// Where the sum a of a unit, a whole number, makes its normalization positive.
///
///     γ (a − mean) / deviation + β ≥ 0   ⟺   a ≥ value where γ ≥ 0,   −a ≥ value where γ < 0
///
/// It is searched among whole numbers by asking the normalization itself, so that both agree at every sum, rounding included.
public struct IntegerThreshold: Sendable, Equatable {
  /// From −largest, which is always reached, to largest + 1, which never is.
  public let value: Int
  /// Whether −a is compared: a row of weights changes its signs then.
  public let exchangesSigns: Bool

  /// - Parameter largest: of |a|.
  /// - Complexity: O(log largest).
  public init(_ normalization: BatchNormalization, unit: Int, largest: Int) {
    let exchangesSigns = normalization.gain[unit] < 0
    // u is monotone in the sum, also after every rounding, so that there is one border.
    var (low, high) = (-largest, largest + 1)
    while low < high {
      let middle = low + (high - low) / 2
      let isPositive =
        middle <= largest && normalization.isPositive(Double(exchangesSigns ? -middle : middle), unit: unit)
      if isPositive { high = middle } else { low = middle + 1 }
    }
    value = low
    self.exchangesSigns = exchangesSigns
  }
}

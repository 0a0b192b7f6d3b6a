import DataModels

/// An odd function of one number that is linear on pieces: ψ(x) = constant + slope · x on each piece of x > 0.
///
/// Shrinkage by a penalty, signs, dead zones, pruning and staircases are all of this kind, so that one set of
/// exact Gaussian formulas serves them all.
public struct OddPiecewiseLinear: Sendable, Equatable {
  public struct Piece: Sendable, Equatable {
    public var low: Double
    /// ∞ for the last.
    public var high: Double
    public var constant: Double
    public var slope: Double

    public init(_ low: Double, _ high: Double, constant: Double = 0, slope: Double = 0) {
      self.low = low
      self.high = high
      self.constant = constant
      self.slope = slope
    }
  }

  /// Ascending and disjoint, on x > 0; ψ = 0 where there is none.
  public let pieces: [Piece]

  public init(_ pieces: [Piece]) {
    self.pieces = pieces.filter { $0.high > $0.low && ($0.constant != 0 || $0.slope != 0) }
  }

  public static let zero = OddPiecewiseLinear([])
  public static let identity = OddPiecewiseLinear([Piece(0, .infinity, slope: 1)])
  public static let sign = OddPiecewiseLinear([Piece(0, .infinity, constant: 1)])

  public func callAsFunction(_ x: Double) -> Double {
    guard x != 0 else { return 0 }
    let size = x.magnitude
    guard let piece = pieces.first(where: { size >= $0.low && size < $0.high }) else { return 0 }
    let value = piece.constant + piece.slope * size
    return x < 0 ? -value : value
  }

  /// Where the pieces begin and end, without ∞; ascending.
  var breaks: [Double] {
    var result: [Double] = []
    for end in pieces.flatMap({ [$0.low, $0.high] }) where end.isFinite && end != result.last { result.append(end) }
    return result
  }

  /// ψ + factor · other.
  func adding(_ factor: Double, times other: OddPiecewiseLinear) -> OddPiecewiseLinear {
    let borders = Set([0] + breaks + other.breaks).sorted() + [.infinity]
    return OddPiecewiseLinear(
      zip(borders, borders.dropFirst()).map { low, high in
        let inside = high.isFinite ? (low + high) / 2 : low + 1
        let (a, b) = (piece(around: inside), other.piece(around: inside))
        return Piece(
          low, high, constant: (a?.constant ?? 0) + factor * (b?.constant ?? 0),
          slope: (a?.slope ?? 0) + factor * (b?.slope ?? 0))
      })
  }

  private func piece(around x: Double) -> Piece? { pieces.first { x >= $0.low && x < $0.high } }

  /// outer(scale · ψ(x)) as a function of x. An atom of ψ, where it is flat, goes where its value goes.
  func followed(by outer: OddPiecewiseLinear, scale: Double) -> OddPiecewiseLinear {
    var result: [Piece] = []
    for piece in pieces {
      let (c, m) = (scale * piece.constant, scale * piece.slope)
      guard m != 0 else {
        result.append(Piece(piece.low, piece.high, constant: outer(c)))
        continue
      }
      for part in outer.pieces {
        let ends = [(part.low - c) / m, (part.high - c) / m].sorted()
        result.append(
          Piece(
            max(piece.low, ends[0]), min(piece.high, ends[1]), constant: part.constant + part.slope * c,
            slope: part.slope * m))
      }
    }
    return OddPiecewiseLinear(result.sorted { $0.low < $1.low })
  }

  /// E[Gᵖ ψ(G) χ(G)] for even p ≤ 2, exact.
  func mean(times other: OddPiecewiseLinear, power: Int = 0) -> Double {
    var sum = 0.0
    for a in pieces {
      for b in other.pieces {
        let (low, high) = (max(a.low, b.low), min(a.high, b.high))
        guard low < high else { continue }
        let moments = TruncatedMoments(low, high, mean: 0, deviation: 1, order: power + 2)
        sum += a.constant * b.constant * moments[power]
        sum += (a.constant * b.slope + a.slope * b.constant) * moments[power + 1]
        sum += a.slope * b.slope * moments[power + 2]
      }
    }
    // Both sides of 0.
    return 2 * sum
  }

  /// E[G ψ(G)], exact.
  public var gaussianSlope: Double { mean(times: .identity) }
  /// E[ψ(G)²], exact.
  public var squareMean: Double { mean(times: self) }
  /// E[|ψ(G)|] of a function that is positive for x > 0, exact.
  public var absoluteMean: Double { mean(times: .sign) }
}

import ConvexFunctions
import LinearAlgebra
import Testing

/// Laws that every penalty of the catalog obeys. Tolerance 1e-12: about 5,000 ulps of O(1) data.
@Suite struct PenaltyLawTests {
  static let names = Penalties.all.map(\.name)
  let random = RandomStream(seed: 1).branch("penalty-laws")

  private func vectors(_ name: String, _ count: Int, of length: Int) -> [[Double]] {
    var stream = random.branch(name, length)
    return (0..<count).map { _ in stream.gaussians(length) }
  }

  private func prox(_ penalty: any Penalty, _ w: [Double], _ step: Double) -> [Double] {
    var result = w
    var span = result.mutableSpan
    penalty.prox(&span, step: step)
    return result
  }

  private func moreauValue(_ penalty: any Penalty, _ v: [Double], at w: [Double], _ step: Double) -> Double {
    zip(v, w).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 2 + step * penalty.value(v.span)
  }

  @Test(arguments: names) func proxBeatsItsNeighbors(_ name: String) throws {
    let penalty = try #require(Penalties.named(name))
    for step in [0.0, 0.01, 0.7, 3, 100] {
      for (w, noise) in zip(vectors("points", 40, of: 9), vectors("noise", 40, of: 9)) {
        let best = prox(penalty, w, step)
        let value = moreauValue(penalty, best, at: w, step)
        for size in [1e-1, 1e-3] {
          let neighbor = zip(best, noise).map { $0 + size * $1 }
          #expect(value <= moreauValue(penalty, neighbor, at: w, step) + 1e-12)
        }
      }
    }
  }

  @Test(arguments: names) func proxIsFirmlyNonexpansive(_ name: String) throws {
    let penalty = try #require(Penalties.named(name))
    for (x, y) in zip(vectors("x", 60, of: 7), vectors("y", 60, of: 7)) {
      let (px, py) = (prox(penalty, x, 0.6), prox(penalty, y, 0.6))
      var square = 0.0
      var product = 0.0
      for j in x.indices {
        square += (px[j] - py[j]) * (px[j] - py[j])
        product += (px[j] - py[j]) * (x[j] - y[j])
      }
      #expect(square <= product + 1e-12)
    }
  }

  @Test(arguments: names) func valueIsConvexOnSegments(_ name: String) throws {
    let penalty = try #require(Penalties.named(name))
    for (x, y) in zip(vectors("from", 40, of: 6), vectors("to", 40, of: 6)) {
      let middle = zip(x, y).map { 0.3 * $0 + 0.7 * $1 }
      #expect(
        penalty.value(middle.span) <= 0.3 * penalty.value(x.span) + 0.7 * penalty.value(y.span) + 1e-12)
    }
  }

  @Test func dualNormsAreDual() throws {
    for case let norm as any NormPenalty in Penalties.all {
      for (w, h) in zip(vectors("primal", 60, of: 8), vectors("dual", 60, of: 8)) {
        #expect(dot(w[...], h[...]) <= norm.value(w.span) * norm.dualNorm(h.span) + 1e-12)
      }
      // Equality is reached: prox(h, step) = 0 exactly where f°(h) ≤ step.
      for h in vectors("edge", 20, of: 8) {
        let size = norm.dualNorm(h.span)
        #expect(prox(norm, h, size * (1 + 1e-12)).allSatisfy { $0.magnitude <= 1e-11 })
        #expect(prox(norm, h, size * 0.999).contains { $0 != 0 })
      }
    }
  }

  /// The twin of the clipping level: sort, then the first prefix that holds enough.
  private func sortedClip(_ w: [Double], _ step: Double) -> [Double] {
    let sizes = w.map(\.magnitude).sorted(by: >)
    var sum = 0.0
    var level = 0.0
    for (i, size) in sizes.enumerated() {
      sum += size
      let candidate = (sum - step) / Double(i + 1)
      if candidate <= (i + 1 < sizes.count ? sizes[i + 1] : 0) { continue }
      level = candidate
      break
    }
    return w.map { min(max($0, -level), level) }
  }

  @Test func boundaryProxEqualsTheSortedTwin() {
    for length in [1, 2, 5, 64, 301] {
      for w in vectors("clip", 20, of: length) {
        for step in [0.0, 1e-3, 0.5, 2, Double(length)] {
          let fast = prox(LInf(), w, step)
          let slow = sortedClip(w, step)
          for j in w.indices { #expect((fast[j] - slow[j]).magnitude <= 1e-12) }
        }
      }
    }
    #expect(prox(LInf(), [3, 3, -3, 1], 1.5) == [2.5, 2.5, -2.5, 1])
    #expect(prox(LInf(), [0, 0], 1) == [0, 0])
  }

  @Test func retractionLandsOnTheBorderExactly() throws {
    let w = [1.0, -1, 0.25, 1]
    let h = [0.5, -2, 0, -1]  // the last one is pulled inside
    let piece = try #require(LInf().piece(at: w.span, pulledBy: h.span, lambda: 1))
    #expect(piece.free == [2, 3])
    #expect(piece.pattern == [1, -1, 0, 0])
    var moved = [0.75, -0.75, -0.9, 0.5]
    var span = moved.mutableSpan
    LInf().retract(&span, onto: piece)
    #expect(moved == [0.75, -0.75, -0.75, 0.5])
    #expect(LInf().piece(at: [0.0, 0].span, pulledBy: [1.0, 1].span, lambda: 1) == nil)

    let sparse = try #require(L1().piece(at: [0.0, 2, -1].span, pulledBy: [-3.0, 0, 0].span, lambda: 1))
    #expect(sparse == LinearPiece(free: [0, 1, 2], slopes: [-1, 1, -1], pattern: nil))
    var crossed = [0.5, 1, 0.1]
    var crossedSpan = crossed.mutableSpan
    L1().retract(&crossedSpan, onto: sparse)
    #expect(crossed == [0, 1, 0])
  }
}

import Compression
import ConvexFunctions
import LinearAlgebra
import PackedInference
import Testing

/// Laws of every compression, on weights as each penalty leaves them.
@Suite struct CompressionLawTests {
  static let names = StorageForms.all.map(\.name)
  static let penalties = ["l2", "l1", "linf"]

  /// W (7 × 53): Gaussian for ℓ2; mostly exact zeros for ℓ1; clipped, so that most are on the boundary, for
  /// ℓ∞, with a boundary of its own in each row. The row 3 is zero throughout.
  static func weights(_ penalty: String) -> Matrix {
    var random = RandomStream(seed: 32).branch("weights-\(penalty)")
    var weights = Matrix(rows: 7, columns: 53, elements: random.gaussians(7 * 53))
    for i in 0..<7 {
      let boundary = 0.1 + 0.03 * Double(i)
      for j in 0..<53 {
        switch penalty {
        case "l1": weights[i, j] = abs(weights[i, j]) < 1.5 ? 0 : weights[i, j]
        case "linf": weights[i, j] = min(max(weights[i, j], -boundary), boundary)
        default: break
        }
        if i == 3 { weights[i, j] = 0 }
      }
    }
    return weights
  }

  private func layer(_ name: String, _ penalty: String) throws -> any PackedLayer {
    let form = try #require(StorageForms.named(name))
    return form.layer(
      of: Self.weights(penalty), structure: try #require(Penalties.named(penalty)).structure)
  }

  @Test(arguments: names, penalties) func shapeIsKeptAndAllIsFinite(name: String, penalty: String) throws {
    let layer = try layer(name, penalty)
    #expect(layer.rowCount == 7 && layer.columnCount == 53 && layer.isFinite)
    #expect(Layers.all.contains { $0 == type(of: layer) })
  }

  /// A class without weights scores 0 on every sample.
  @Test(arguments: names, penalties) func zeroRowsStayZero(name: String, penalty: String) throws {
    let layer = try layer(name, penalty)
    #expect(layer.matrix.row(3).allSatisfy { $0 == 0 })
    if !layer.scales.isEmpty { #expect(layer.scales[3] == 0) }
    var random = RandomStream(seed: 32).branch("zero-rows")
    for _ in 0..<10 { #expect(layer.multiply(random.floatGaussians(53).map { 1e3 * $0 })[3] == 0) }
  }

  /// No weight changes its sign. Where there is a zero, a small weight may become one; where there is none, a zero
  /// becomes something.
  @Test(arguments: names, penalties) func signsAreKept(name: String, penalty: String) throws {
    let weights = Self.weights(penalty)
    for (w, kept) in zip(weights.elements, try layer(name, penalty).matrix.elements) where w != 0 {
      #expect(name == "ternary" ? kept * w >= 0 : kept * w > 0)
    }
  }

  /// More bits, less error; eight of them lose less than a thousandth of the squares.
  @Test(arguments: penalties) func bitsBuyAccuracy(penalty: String) throws {
    let weights = Self.weights(penalty)
    let size = squaredNorm(weights.elements[...])
    var errors: [Double] = []
    for bits in 2...8 {
      let kept = try layer("int\(bits)", penalty).matrix
      errors.append(
        zip(weights.elements, kept.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / size)
    }
    for (more, fewer) in zip(errors.dropFirst(), errors) { #expect(more < fewer) }
    // Three root mean squares cut off the few largest of an ℓ1 solution, whose other weights are zero.
    #expect(penalty == "l1" ? errors.last! < 0.2 : errors.last! < 0.002)
  }

  /// Ternary: zero up to 0.7 of the mean magnitude, the mean of the others beyond.
  @Test func ternaryIsAsDefined() throws {
    let weights = Self.weights("l2")
    let layer = try layer("ternary", "l2")
    let kept = layer.matrix
    for i in 0..<7 where i != 3 {
      let threshold = 0.7 * weights.row(i).reduce(0) { $0 + abs($1) } / 53
      let large = weights.row(i).filter { abs($0) > threshold }
      let scale = Float(large.reduce(0) { $0 + abs($1) } / Double(large.count))
      for j in 0..<53 {
        let w = weights[i, j]
        #expect(kept[i, j] == (abs(w) > threshold ? (w < 0 ? -1 : 1) * Double(scale) : 0))
      }
    }
  }

  /// The stated share of every class becomes zero, the smallest first; the others stay.
  @Test(arguments: penalties, [0, 0.1, 0.5, 0.95]) func pruningKeepsTheLargest(penalty: String, share: Double) throws {
    let weights = Self.weights(penalty)
    let kept = PrunedForm(fraction: share).layer(
      of: weights, structure: try #require(Penalties.named(penalty)).structure
    ).matrix
    for i in 0..<7 {
      let zeros = kept.row(i).count { $0 == 0 }
      #expect(zeros == max(Int((share * 53).rounded(.up)), weights.row(i).count { $0 == 0 }))
      let largestGone = zip(weights.row(i), kept.row(i)).filter { $0.1 == 0 }.map { abs($0.0) }.max() ?? 0
      for (w, v) in zip(weights.row(i), kept.row(i)) where v != 0 {
        #expect(v == Double(Float(w)) && abs(w) >= largestGone)
      }
    }
  }

  /// f32 and sparse keep every weight, to the rounding of Float32.
  @Test(arguments: ["f32", "sparse"], penalties) func fullFormsOnlyRound(name: String, penalty: String) throws {
    #expect(try layer(name, penalty).matrix.elements == Self.weights(penalty).elements.map { Double(Float($0)) })
  }

  /// ℓ∞: signs × boundary is the weight itself wherever it is at the boundary, and those are most.
  @Test func signsOfLInfAreExactOnTheBoundary() throws {
    let weights = Self.weights("linf")
    let layer = try layer("sign", "linf")
    #expect(layer is SignLayer)
    let kept = layer.matrix
    var exact = 0
    for i in 0..<7 where i != 3 {
      let boundary = weights.row(i).reduce(0) { max($0, abs($1)) }
      #expect(layer.scales[i] == Float(boundary))
      for j in 0..<53 where abs(weights[i, j]) == boundary {
        #expect(kept[i, j] == Double(Float(weights[i, j])))
        exact += 1
      }
    }
    #expect(exact > 6 * 53 * 3 / 4)
  }

  /// ℓ1: zeros stay zero, and the scale is the mean magnitude of the others: least squares on the support.
  @Test func signsOfL1KeepTheirZeros() throws {
    let weights = Self.weights("l1")
    let layer = try layer("sign", "l1")
    #expect(layer is SparseSignLayer)
    for (w, kept) in zip(weights.elements, layer.matrix.elements) { #expect((w == 0) == (kept == 0)) }
    for i in 0..<7 where i != 3 {
      let support = weights.row(i).filter { $0 != 0 }
      #expect(layer.scales[i] == Float(support.reduce(0) { $0 + abs($1) } / Double(support.count)))
    }
  }

  /// Other penalties: the mean magnitude of the row; no other scale is nearer in least squares.
  @Test func signsOfL2AreNearestInLeastSquares() throws {
    let weights = Self.weights("l2")
    let layer = try layer("sign", "l2")
    #expect(layer is SignLayer)
    let kept = layer.matrix
    func error(_ i: Int, _ factor: Double) -> Double {
      zip(weights.row(i), kept.row(i)).reduce(0) { $0 + ($1.0 - factor * $1.1) * ($1.0 - factor * $1.1) }
    }
    for i in 0..<7 where i != 3 {
      for factor in [0.9, 0.99, 1.01, 1.1] { #expect(error(i, 1) < error(i, factor)) }
    }
  }

  @Test(arguments: names, penalties) func bitWidthIsThatOfTheLayer(name: String, penalty: String) throws {
    let compression = try #require(StorageForms.named(name))
    let layer = try layer(name, penalty)
    #expect(compression.bitWidth == type(of: layer).bitWidth)
  }

  @Test func namesAndDefaults() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(StorageForms.named("no such form") == nil)
    // Each structure has a form of 32 bits and one of one bit by default.
    for penalty in Penalties.all {
      let widths = StorageForms.all.filter { $0.suits(penalty.structure) }.map(\.bitWidth)
      #expect(widths.contains(32) && widths.contains(1))
    }
    #expect(SparseForm().suits(.zeros) && !SparseForm().suits(.smooth))
  }
}

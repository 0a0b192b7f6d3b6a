import Activations
import FeatureMaps
import LinearAlgebra
import Messages
import Testing

/// What every map must obey.
@Suite struct FeatureMapLawTests {
  private func rows(_ count: Int, _ columns: Int, _ name: String = "rows") -> FloatMatrix {
    var stream = RandomStream(seed: 51).branch(name, columns)
    return FloatMatrix(rows: count, columns: columns, elements: stream.floatGaussians(count * columns))
  }

  @Test(arguments: SampleMap.all) func equalsItsSlowTwin(sample: SampleMap) throws {
    for seed: UInt64 in [1, 99] {
      let map = try sample.make(seed)
      let x = rows(70, map.inputCount)
      let features = map.features(of: x)
      #expect(features.rowCount == 70 && features.columnCount == map.outputCount)
      for i in [0, 1, 8, 69] {
        let row = x.elements[x.range(ofRow: i)].map { Double($0) }
        let exact = sample.twin(seed, row)
        #expect(exact.count == map.outputCount)
        let found = features.elements[features.range(ofRow: i)]
        for (a, b) in zip(found, exact) { #expect((Double(a) - b).magnitude < 1e-5 * max(1, b.magnitude)) }
      }
    }
  }

  /// One row alone takes another way; its features are the same but for rounding.
  @Test(arguments: SampleMap.all) func rowsAreIndependent(sample: SampleMap) throws {
    let map = try sample.make(3)
    let x = rows(20, map.inputCount)
    let all = map.features(of: x)
    for i in [0, 7, 19] {
      let alone = map.features(
        of: FloatMatrix(rows: 1, columns: x.columnCount, elements: Array(x.elements[x.range(ofRow: i)])))
      for (a, b) in zip(alone.elements, all.elements[all.range(ofRow: i)]) { #expect((a - b).magnitude < 1e-5) }
    }
    #expect(map.features(of: FloatMatrix(rows: 0, columns: map.inputCount)).elements.isEmpty)
  }

  @Test(arguments: SampleMap.all) func seedsDecide(sample: SampleMap) throws {
    let map = try sample.make(5)
    let x = rows(4, map.inputCount)
    #expect(try sample.make(5).features(of: x) == map.features(of: x))
    if map.outputCount > 3 { #expect(try sample.make(6).features(of: x) != map.features(of: x)) }
    #expect(map.storedBits > 0)
  }

  @Test(arguments: SampleMap.all) func threadsChangeNoBit(sample: SampleMap) throws {
    let map = try sample.make(7)
    let x = rows(300, map.inputCount)
    let saved = ThreadLimit.current
    defer { ThreadLimit.current = saved }
    ThreadLimit.current = 1
    let one = map.features(of: x)
    ThreadLimit.current = 4
    #expect(map.features(of: x) == one)
  }

  /// Whole pixels and one-bit weights make whole sums, which both ways of a dense map have exactly.
  @Test func integersAreExact() throws {
    let map = try DenseMap(inputCount: 784, outputCount: 300, activation: Sign(), seed: 1)
    let pixels = FloatMatrix(rows: 3, columns: 784, elements: (0..<3 * 784).map { Float($0 * 31 % 256) })
    let together = map.features(of: pixels)
    for i in 0..<3 {
      let alone = FloatMatrix(rows: 1, columns: 784, elements: Array(pixels.elements[pixels.range(ofRow: i)]))
      #expect(map.features(of: alone).elements[...] == together.elements[together.range(ofRow: i)])
    }
  }

  @Test func sizesOfThePaper() throws {
    let mnist = ImageShape(height: 28, width: 28)
    let conv = try ConvolutionMap(
      image: mnist, filterCount: 112, filterSide: 7, poolSide: 6, poolStride: 3, seed: 1)
    #expect(conv.outputCount == 4032)
    #expect(conv.storedBits == 112 * 49)
    let digits = try ConvolutionMap(
      image: .init(height: 8, width: 8), filterCount: 64, filterSide: 3, poolSide: 3, poolStride: 1, seed: 1)
    #expect(digits.outputCount == 1024)
    #expect(try HadamardMap(inputCount: 784, outputCount: 4096, seed: 1).storedBits == 4 * 3 * 1024)
    #expect(try DenseMap(inputCount: 784, outputCount: 4096, seed: 1).storedBits == 784 * 4096)
  }

  /// Sums have the variance of the inputs, whatever the map, so that an activation sees the same scale.
  @Test func variances() throws {
    let x = rows(200, 100)
    let maps: [any FeatureMap] = [
      try DenseMap(inputCount: 100, outputCount: 400, activation: Linear(), seed: 1),
      try DenseMap(inputCount: 100, outputCount: 400, weights: .gaussian, activation: Linear(), seed: 1),
      try HadamardMap(inputCount: 100, outputCount: 400, activation: Linear(), seed: 1),
      try PatchMap(image: .init(height: 10, width: 10), patchSide: 3, outputCount: 400, activation: Linear(), seed: 1),
    ]
    for map in maps {
      let features = map.features(of: x).elements
      let square = features.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(features.count)
      // 200 rows of 100 independent numbers have mean square 1 ± 0.01.
      #expect(abs(square - 1) < 0.05, "\(map.name): \(square)")
    }
  }

  @Test func rotationKeepsLengthsAndSpreads() throws {
    let map = try RotationMap(inputCount: 100, seed: 2)
    var x = rows(50, 100)
    for i in 0..<50 { x[i, 3] *= 100 }
    let y = map.features(of: x)
    for i in 0..<50 {
      let before = x.elements[x.range(ofRow: i)].reduce(0) { $0 + $1 * $1 }
      let after = y.elements[y.range(ofRow: i)].reduce(0) { $0 + $1 * $1 }
      #expect(abs(after / before - 1) < 1e-5)
    }
    #expect(coordinateDominance(of: x.widened) > 0.9)
    #expect(coordinateDominance(of: y.widened) < 0.05)
    #expect(coordinateDominance(of: Matrix(rows: 3, columns: 2, repeating: 4)) == 0)
    #expect(coordinateDominance(of: Matrix(rows: 2, columns: 2, elements: [0, 0, 1, 3])) == 0.9)
  }
}

/// What cannot be is refused with a sentence, never a trap.
@Suite struct FeatureMapRefusalTests {
  private func isRefused(_ body: () throws -> Any) -> Bool {
    do {
      _ = try body()
      return false
    } catch {
      return (error as? Refusal)?.kind == .usage
    }
  }

  @Test(arguments: [0, -1, Int.min, .max, 1 << 40]) func widths(width: Int) {
    #expect(isRefused { try DenseMap(inputCount: 10, outputCount: width, seed: 1) })
    #expect(isRefused { try DenseMap(inputCount: width, outputCount: 10, seed: 1) })
    #expect(isRefused { try HadamardMap(inputCount: 10, outputCount: width, seed: 1) })
    #expect(isRefused { try HadamardMap(inputCount: width, outputCount: 10, seed: 1) })
    #expect(isRefused { try RotationMap(inputCount: width, seed: 1) })
    #expect(isRefused { try DeepMap(inputCount: 10, widths: [5, width], seed: 1) })
    let image = ImageShape(height: 8, width: 8)
    #expect(isRefused { try PatchMap(image: image, patchSide: 3, outputCount: width, seed: 1) })
    #expect(isRefused { try PatchMap(image: image, patchSide: width, outputCount: 3, seed: 1) })
    for values in [(width, 3, 3, 1), (4, width, 3, 1), (4, 3, width, 1)] {
      #expect(
        isRefused {
          try ConvolutionMap(
            image: image, filterCount: values.0, filterSide: values.1, poolSide: values.2, poolStride: values.3, seed: 1
          )
        })
    }
    #expect(
      isRefused {
        try ConvolutionMap(
          image: .init(height: width, width: 8), filterCount: 2, filterSide: 3, poolSide: 1, poolStride: 1, seed: 1)
      })
  }

  @Test func combinations() {
    let image = ImageShape(height: 8, width: 8)
    #expect(
      isRefused {
        try ConvolutionMap(image: image, filterCount: 2, filterSide: 3, poolSide: 7, poolStride: 1, seed: 1)
      })
    #expect(
      isRefused {
        try ConvolutionMap(image: image, filterCount: 2, filterSide: 3, poolSide: 2, poolStride: 0, seed: 1)
      })
    #expect(
      isRefused {
        try ConvolutionMap(
          image: image, filterCount: 2, filterSide: 3, poolSide: 2, poolStride: 1, pooling: .count, seed: 1)
      })
    #expect(isRefused { try DeepMap([]) })
    #expect(isRefused { try DeepMap(inputCount: 3, widths: [], seed: 1) })
    #expect(isRefused { try DeepMap(inputCount: 3, widths: [], rotates: true, seed: 1) })
    #expect(
      isRefused {
        try DeepMap([
          try DenseMap(inputCount: 3, outputCount: 4, seed: 1), try DenseMap(inputCount: 5, outputCount: 4, seed: 1),
        ])
      })
  }
}

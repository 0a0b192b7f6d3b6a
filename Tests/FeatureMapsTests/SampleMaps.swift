import Activations
import FeatureMaps
import LinearAlgebra
import Testing

/// Maps of every kind, each with its slow twin: sums in Float64, loop by loop, from the streams as documented.
struct SampleMap: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let make: @Sendable (_ seed: UInt64) throws -> any FeatureMap
  let twin: @Sendable (_ seed: UInt64, _ x: [Double]) -> [Double]

  /// Signs (r, j) of a layer, as `Documentation/RandomStreams.md` places them.
  static func signs(_ seed: UInt64, _ layer: Int, _ rows: Int, _ columns: Int) -> [[Double]] {
    let stream = RandomStream(seed: seed).branch("features").branch("layer", layer).branch("signs")
    return (0..<rows).map { r in
      (0..<columns).map { j in
        let index = UInt64(r * ((columns + 31) / 32) + j / 32)
        var block = RandomStream(key: stream.key, stream: stream.stream, block: index / 4)
        return block.words(4)[Int(index % 4)] >> UInt32(j % 32) & 1 == 1 ? -1 : 1
      }
    }
  }

  static func gaussians(_ seed: UInt64, _ layer: Int, _ rows: Int, _ columns: Int) -> [[Double]] {
    var stream = RandomStream(seed: seed).branch("features").branch("layer", layer).branch("gaussians")
    let all = stream.gaussians(rows * columns)
    return (0..<rows).map { Array(all[$0 * columns..<($0 + 1) * columns]) }
  }

  static func dense(_ w: [[Double]], _ x: [Double], _ phi: any Activation) -> [Double] {
    w.map { row in phi.value(zip(row, x).map(*).reduce(0, +) / Double(x.count).squareRoot()) }
  }

  /// H x by its definition.
  static func hadamard(_ x: [Double]) -> [Double] {
    x.indices.map { i in x.indices.reduce(0) { $0 + ((i & $1).nonzeroBitCount % 2 == 0 ? 1 : -1) * x[$1] } }
  }

  static func rotated(_ seed: UInt64, _ x: [Double], side: Int) -> [Double] {
    let d = signs(seed, -1, 1, x.count)[0]
    let flipped = zip(x, d).map(*) + [Double](repeating: 0, count: side - x.count)
    return hadamard(flipped).map { $0 / Double(side).squareRoot() }
  }

  static func structured(_ seed: UInt64, _ x: [Double], side: Int, width: Int, _ phi: any Activation) -> [Double] {
    let blocks = (width + side - 1) / side
    let d = signs(seed, 0, 3 * blocks, side)
    var out: [Double] = []
    for b in 0..<blocks {
      var v = x + [Double](repeating: 0, count: side - x.count)
      for t in [2, 1, 0] { v = hadamard(zip(v, d[3 * b + t]).map(*)) }
      out += v.map { phi.value($0 / (Double(side) * Double(x.count).squareRoot())) }
    }
    return Array(out.prefix(width))
  }

  static func convolved(
    _ seed: UInt64, _ x: [Double], _ shape: (Int, Int), _ filters: Int, _ k: Int, _ pool: Int, _ stride: Int,
    _ phi: any Activation, counts: Bool
  ) -> [Double] {
    let w = signs(seed, 0, filters, k * k)
    let (rows, columns) = (shape.0 - k + 1, shape.1 - k + 1)
    var out: [Double] = []
    for f in 0..<filters {
      func response(_ y: Int, _ c: Int) -> Double {
        var sum = 0.0
        for dy in 0..<k { for dx in 0..<k { sum += w[f][dy * k + dx] * x[(y + dy) * shape.1 + c + dx] } }
        return counts ? (sum > 0 ? 1 : 0) : phi.value(sum / Double(k))
      }
      for i in 0..<(rows - pool) / stride + 1 {
        for j in 0..<(columns - pool) / stride + 1 {
          var sum = 0.0
          for y in 0..<pool { for c in 0..<pool { sum += response(stride * i + y, stride * j + c) } }
          out.append(counts ? sum : sum / Double(pool * pool))
        }
      }
    }
    return out
  }

  static func patches(_ seed: UInt64, _ x: [Double], _ shape: (Int, Int), _ k: Int, _ width: Int, _ phi: any Activation)
    -> [Double]
  {
    let w = signs(seed, 0, width, k * k)
    let layer = RandomStream(seed: seed).branch("features").branch("layer", 0)
    return (0..<width).map { r in
      var place = layer.branch("place", r)
      let y = place.integer(below: shape.0 - k + 1)
      let c = place.integer(below: shape.1 - k + 1)
      var sum = 0.0
      for dy in 0..<k { for dx in 0..<k { sum += w[r][dy * k + dx] * x[(y + dy) * shape.1 + c + dx] } }
      return phi.value(sum / Double(k))
    }
  }

  static let all: [SampleMap] = [
    SampleMap(testDescription: "dense one-bit relu 37 to 50") {
      try DenseMap(inputCount: 37, outputCount: 50, seed: $0)
    } twin: {
      dense(signs($0, 0, 50, 37), $1, ReLU())
    },
    SampleMap(testDescription: "dense gaussian tanh 20 to 33") {
      try DenseMap(inputCount: 20, outputCount: 33, weights: .gaussian, activation: Tanh(), seed: $0, layer: 4)
    } twin: {
      dense(gaussians($0, 4, 33, 20), $1, Tanh())
    },
    SampleMap(testDescription: "dense one-bit 1 to 1") {
      try DenseMap(inputCount: 1, outputCount: 1, activation: Linear(), seed: $0)
    } twin: {
      dense(signs($0, 0, 1, 1), $1, Linear())
    },
    SampleMap(testDescription: "hadamard 37 to 150") {
      try HadamardMap(inputCount: 37, outputCount: 150, seed: $0)
    } twin: {
      structured($0, $1, side: 64, width: 150, ReLU())
    },
    SampleMap(testDescription: "hadamard erf 64 to 64") {
      try HadamardMap(inputCount: 64, outputCount: 64, activation: Erf(), seed: $0)
    } twin: {
      structured($0, $1, side: 64, width: 64, Erf())
    },
    SampleMap(testDescription: "hadamard 1 to 3") {
      try HadamardMap(inputCount: 1, outputCount: 3, activation: SiLU(), seed: $0)
    } twin: {
      structured($0, $1, side: 1, width: 3, SiLU())
    },
    SampleMap(testDescription: "conv 3×3 on 8×8") {
      try ConvolutionMap(
        image: .init(height: 8, width: 8), filterCount: 5, filterSide: 3, poolSide: 3, poolStride: 1, seed: $0)
    } twin: {
      convolved($0, $1, (8, 8), 5, 3, 3, 1, ReLU(), counts: false)
    },
    SampleMap(testDescription: "conv 4×4 on 9×13, stride 2, softplus") {
      try ConvolutionMap(
        image: .init(height: 9, width: 13), filterCount: 3, filterSide: 4, poolSide: 3, poolStride: 2,
        activation: Softplus(), seed: $0)
    } twin: {
      convolved($0, $1, (9, 13), 3, 4, 3, 2, Softplus(), counts: false)
    },
    SampleMap(testDescription: "conv counts 2×2 on 7×5") {
      try ConvolutionMap(
        image: .init(height: 7, width: 5), filterCount: 4, filterSide: 2, poolSide: 2, poolStride: 2, pooling: .count,
        activation: Sign(), seed: $0)
    } twin: {
      convolved($0, $1, (7, 5), 4, 2, 2, 2, Sign(), counts: true)
    },
    SampleMap(testDescription: "conv 1×1 on 1×1") {
      try ConvolutionMap(
        image: .init(height: 1, width: 1), filterCount: 2, filterSide: 1, poolSide: 1, poolStride: 1, seed: $0)
    } twin: {
      convolved($0, $1, (1, 1), 2, 1, 1, 1, ReLU(), counts: false)
    },
    SampleMap(testDescription: "patch 3×3 on 8×6") {
      try PatchMap(image: .init(height: 8, width: 6), patchSide: 3, outputCount: 40, seed: $0)
    } twin: {
      patches($0, $1, (8, 6), 3, 40, ReLU())
    },
    SampleMap(testDescription: "rotation of 11") {
      try RotationMap(inputCount: 11, seed: $0)
    } twin: {
      rotated($0, $1, side: 16)
    },
    SampleMap(testDescription: "deep 11 to 20 to 7, rotated") {
      try DeepMap(inputCount: 11, widths: [20, 7], activation: Tanh(), rotates: true, seed: $0)
    } twin: { seed, x in
      let first = dense(signs(seed, 0, 20, 16), rotated(seed, x, side: 16), Tanh())
      return dense(signs(seed, 1, 7, 20), first, Tanh())
    },
  ]
}

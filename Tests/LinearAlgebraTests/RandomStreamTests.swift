import Foundation
import LinearAlgebra
import Testing

/// What `Documentation/RandomStreams.md` freezes, on every kernel set that runs here.
@Suite struct RandomStreamVectorTests {
  /// Random123's published answers for Philox4x32-10 (its file tests/kat_vectors).
  @Test(arguments: KernelSet.supported)
  func knownAnswers(kernels: KernelSet) {
    let known: [(key: UInt64, stream: UInt64, block: UInt64, words: [UInt32])] = [
      (0, 0, 0, [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
      (.max, .max, .max, [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
      (
        0x299F_31D0_A409_3822, 0x0370_7344_1319_8A2E, 0x85A3_08D3_243F_6A88,
        [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
      ),
    ]
    for answer in known {
      var stream = RandomStream(key: answer.key, stream: answer.stream, block: answer.block)
      #expect(stream.words(4, using: kernels) == answer.words)
    }
  }

  @Test(arguments: KernelSet.supported)
  func draws(kernels: KernelSet) {
    for draw in RandomStreamVectors.draws {
      var stream = RandomStream(key: draw.key, stream: draw.stream, block: draw.block)
      let count = draw.patterns.count
      let drawn: [UInt64] =
        switch draw.kind {
        case "words": stream.words(count, using: kernels).map(UInt64.init)
        case "floatUniforms": stream.floatUniforms(count, using: kernels).map { UInt64($0.bitPattern) }
        case "coarseUniforms": stream.coarseUniforms(count, using: kernels).map { UInt64($0.bitPattern) }
        case "uniforms": stream.uniforms(count, using: kernels).map(\.bitPattern)
        case "floatGaussians": stream.floatGaussians(count, using: kernels).map { UInt64($0.bitPattern) }
        default: []
        }
      #expect(drawn == draw.patterns, "\(draw.kind) from block \(draw.block)")
    }
  }

  @Test(arguments: KernelSet.supported)
  func manyGaussians(kernels: KernelSet) {
    var stream = RandomStream(seed: RandomStreamVectors.seed).branch("digest")
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for gaussian in stream.floatGaussians(RandomStreamVectors.digestCount, using: kernels) {
      var pattern = gaussian.bitPattern
      for _ in 0..<4 {
        hash = (hash ^ UInt64(pattern & 0xFF)) &* 0x0000_0100_0000_01B3
        pattern >>= 8
      }
    }
    #expect(hash == RandomStreamVectors.digest)
  }

  @Test func branches() {
    for branch in RandomStreamVectors.branches {
      // What the parent has drawn does not matter.
      let parent = RandomStream(key: branch.key, stream: branch.stream, block: 17)
      let child = parent.branch(branch.name, branch.index)
      #expect(child == RandomStream(key: branch.childKey, stream: branch.childStream, block: 0))
    }
  }

  @Test(arguments: KernelSet.supported)
  func signsIntegersPermutation(kernels: KernelSet) {
    let root = RandomStream(seed: RandomStreamVectors.seed)
    var stream = root
    #expect(stream.signs(RandomStreamVectors.signs.count, using: kernels) == RandomStreamVectors.signs)
    stream = root
    for (bound, value) in RandomStreamVectors.integers {
      #expect(stream.integer(below: bound, using: kernels) == value)
    }
    #expect(stream.block == RandomStreamVectors.blockAfterIntegers)
    stream = root
    #expect(stream.permutation(20, using: kernels) == RandomStreamVectors.permutation)
  }
}

/// Twins: every kernel set gives the bits of the reference, at any length and place.
@Suite struct RandomStreamTwinTests {
  // Around the multiples of a block (4 words) and of what the kernels compute at once (256 words).
  static let counts = Array(0...13) + [63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 513, 1023, 1027, 4099]
  // The carry between the halves of the block number, and its end.
  static let blocks: [UInt64] = [0, 1, 5, 0xFFFF_FFE0, 0xFFFF_FFFF, 1 << 32, .max - 40, .max]

  @Test(arguments: KernelSet.supported)
  func equalsReference(kernels: KernelSet) {
    for block in Self.blocks {
      for count in Self.counts {
        let start = RandomStream(key: 0x1234_5678_9ABC_DEF0, stream: 42, block: block)
        var (a, b) = (start, start)
        let place: Comment = "count \(count), block \(block)"
        #expect(a.words(count, using: kernels) == b.words(count, using: .reference), place)
        #expect(a.uniforms(count, using: kernels) == b.uniforms(count, using: .reference), place)
        #expect(a.floatUniforms(count, using: kernels) == b.floatUniforms(count, using: .reference), place)
        #expect(a.coarseUniforms(count, using: kernels) == b.coarseUniforms(count, using: .reference), place)
        let gaussians = a.floatGaussians(count, using: kernels).map(\.bitPattern)
        #expect(gaussians == b.floatGaussians(count, using: .reference).map(\.bitPattern), place)
        #expect(a == b, place)
      }
    }
  }

  /// A draw is a prefix of a longer one, and the next draw starts at the next block.
  @Test(arguments: KernelSet.supported)
  func drawsAreAddressable(kernels: KernelSet) {
    let start = RandomStream(key: 3, stream: 5, block: .max - 100)
    var whole = start
    let words = whole.words(1200, using: kernels)
    for count in Self.counts where count < 1100 {
      var stream = start
      #expect(stream.words(count, using: kernels) == Array(words[..<count]))
      let used = (count + 3) / 4
      #expect(stream.block == start.block &+ UInt64(used))
      #expect(stream.words(5, using: kernels) == Array(words[(4 * used)..<(4 * used + 5)]))
    }
    var (a, b) = (start, start)
    #expect(a.gaussians(77, using: kernels) == b.floatGaussians(77, using: kernels).map(Double.init))
    (a, b) = (start, start)
    let many = a.floatGaussians(1100, using: kernels)
    for i in stride(from: 0, to: 1100, by: 4) {
      #expect(b.floatGaussians(4, using: kernels) == Array(many[i..<(i + 4)]))
    }
    #expect((0..<300).flatMap { philox(start, $0, rounds: 10) } == words)
    a = start
    #expect(a.floatUniforms(1100, using: kernels) == words.prefix(1100).map { Float($0 >> 8) * 0x1p-24 })
    a = start
    let halves = (0..<138).flatMap { philox(start, $0, rounds: 7) }.flatMap { [$0 & 0xFFFF, $0 >> 16] }
    #expect(a.coarseUniforms(1099, using: kernels) == halves.prefix(1099).map { (Float($0) + 0.5) * 0x1p-16 })
    #expect(a.block == start.block &+ 138)
    a = start
    let pairs = (0..<600).map { UInt64(words[2 * $0 + 1]) << 32 | UInt64(words[2 * $0]) }
    #expect(a.uniforms(600, using: kernels) == pairs.map { Double($0 >> 11) * 0x1p-53 })
    (a, b) = (start, start)
    let bits = b.words(3, using: kernels)
    for (i, sign) in a.signs(70, using: kernels).enumerated() {
      #expect((sign == -1) == (bits[i / 32] >> UInt32(i % 32) & 1 == 1))
      #expect(abs(sign) == 1)
    }
  }
}

/// Distributions, with fixed seeds: facts, not lotteries.
@Suite struct RandomStreamStatisticsTests {
  static let count = 200_000

  @Test func gaussianMoments() {
    var stream = RandomStream(seed: 1).branch("gaussian moments")
    var sums = (0.0, 0.0, 0.0, 0.0)
    for g in stream.gaussians(Self.count) {
      let square = g * g
      sums = (sums.0 + g, sums.1 + square, sums.2 + square * g, sums.3 + square * square)
    }
    // Four standard errors; E g^2k = (2k−1)!!, so the variances are 1, 2, 15 and 96.
    let n = Double(Self.count)
    #expect(abs(sums.0 / n) < 4 * (1 / n).squareRoot())
    #expect(abs(sums.1 / n - 1) < 4 * (2 / n).squareRoot())
    #expect(abs(sums.2 / n) < 4 * (15 / n).squareRoot())
    #expect(abs(sums.3 / n - 3) < 4 * (96 / n).squareRoot())
  }

  @Test func gaussianAndUniformDistributions() {
    let count = 50_000
    var stream = RandomStream(seed: 2).branch("distributions")
    let gaussians = stream.gaussians(count)
    // The cosines and the sines apart, then together.
    #expect(kolmogorov(gaussians.map(normalCDF)) < 1.95)
    #expect(kolmogorov(stride(from: 0, to: count, by: 2).map { normalCDF(gaussians[$0]) }) < 1.95)
    #expect(kolmogorov(stride(from: 1, to: count, by: 2).map { normalCDF(gaussians[$0]) }) < 1.95)
    #expect(kolmogorov(stream.uniforms(count)) < 1.95)
    #expect(kolmogorov(stream.floatUniforms(count).map(Double.init)) < 1.95)
    #expect(kolmogorov(stream.coarseUniforms(count).map(Double.init)) < 1.95)
  }

  @Test func uniformRange() {
    var stream = RandomStream(seed: 3).branch("range")
    for x in stream.uniforms(20_000) {
      #expect(x >= 0 && x < 1 && x * 0x1p53 == (x * 0x1p53).rounded(.down))
    }
    for x in stream.floatUniforms(20_000) {
      #expect(x >= 0 && x < 1 && x * 0x1p24 == (x * 0x1p24).rounded(.down))
    }
  }

  /// Branches, neighboring seeds and successive draws do not know of each other.
  @Test func correlations() {
    let root = RandomStream(seed: 4)
    var streams = [root, RandomStream(seed: 5), root.branch("a"), root.branch("b"), root.branch("a", 1)]
    streams.append(root.branch("a").branch("a"))
    streams.append(root.branch("a").branch("b"))
    streams.append(root.branch("b").branch("a"))
    #expect(Set(streams.map { "\($0.key) \($0.stream)" }).count == streams.count)
    let n = 20_000
    let samples = streams.indices.map { streams[$0].gaussians(n) }
    var largest = 0.0
    for i in samples.indices {
      for j in samples.indices where j < i {
        var sum = 0.0
        for k in 0..<n { sum += samples[i][k] * samples[j][k] }
        largest = max(largest, abs(sum) / Double(n).squareRoot())
      }
      // The pair of one Box–Muller step, the neighbors across steps and blocks, and their squares.
      for lag in [1, 2, 4, 8] {
        var sum = 0.0
        var ofSquares = 0.0
        for k in 0..<(n - lag) {
          let (a, b) = (samples[i][k], samples[i][k + lag])
          sum += a * b
          ofSquares += (a * a - 1) * (b * b - 1) / 2
        }
        largest = max(largest, abs(sum) / Double(n).squareRoot(), abs(ofSquares) / Double(n).squareRoot())
      }
    }
    // 92 standardized correlations: 4 is exceeded by chance once in 170 such tables.
    #expect(largest < 4)
  }

  @Test func signsAreFair() {
    var stream = RandomStream(seed: 6).branch("signs")
    let n = 200_000
    #expect(abs(stream.signs(n).reduce(0, +)) < 4 * Double(n).squareRoot())
    // Each of the 32 bits of a word by itself.
    let words = stream.words(20_000)
    for bit in 0..<32 {
      let ones = words.reduce(0) { $0 + Int($1 >> UInt32(bit) & 1) }
      #expect(abs(Double(ones) - 10_000) < 4 * 5_000.0.squareRoot(), "bit \(bit)")
    }
  }

  @Test func permutationsAreFair() {
    var stream = RandomStream(seed: 7).branch("permutations")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[stream.permutation(4), default: 0] += 1 }
    #expect(counts.count == 24)
    // χ² with 23 degrees of freedom: 49.7 is exceeded with probability 0.001.
    #expect(counts.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 } < 49.7)

    var letters = ["a", "b", "c", "d", "e"]
    stream.shuffle(&letters)
    #expect(letters.sorted() == ["a", "b", "c", "d", "e"])
    var nothing: [Int] = []
    let before = stream
    stream.shuffle(&nothing)
    #expect(stream.permutation(0) == [] && stream.permutation(1) == [0] && stream == before)
  }

  /// √n · D of Kolmogorov's test against the uniform law; 1.95 is exceeded with probability 0.001.
  private func kolmogorov(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      distance = max(distance, x - Double(i) / n, Double(i + 1) / n - x)
    }
    return distance * n.squareRoot()
  }

  private func normalCDF(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}

/// The words of a block some blocks on, as the definition is written.
private func philox(_ stream: RandomStream, _ offset: UInt64, rounds: Int) -> [UInt32] {
  func halves(_ x: UInt64) -> [UInt32] { [UInt32(truncatingIfNeeded: x), UInt32(x >> 32)] }
  var (c, k) = (halves(stream.block &+ offset) + halves(stream.stream), halves(stream.key))
  for _ in 0..<rounds {
    let (p, q) = (halves(0xD251_1F53 * UInt64(c[0])), halves(0xCD9E_8D57 * UInt64(c[2])))
    c = [q[1] ^ c[1] ^ k[0], q[0], p[1] ^ c[3] ^ k[1], p[0]]
    k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
  }
  return c
}

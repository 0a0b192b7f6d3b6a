import LinearAlgebra
import Testing

/// The Walsh–Hadamard transform on every kernel set.
@Suite struct HadamardTests {
  /// Σⱼ (−1)^(number of bits that i and j share) xⱼ.
  private func definition(_ x: [Float]) -> [Double] {
    x.indices.map { i in
      x.indices.reduce(0) { $0 + ((i & $1).nonzeroBitCount % 2 == 0 ? 1 : -1) * Double(x[$1]) }
    }
  }

  @Test(arguments: KernelSet.supported, [1, 2, 4, 8, 16, 32, 64, 256, 512, 1024])
  func equalsDefinitionAndReference(kernels: KernelSet, count: Int) {
    var stream = RandomStream(seed: 31).branch("hadamard", count)
    let x = stream.floatGaussians(count)
    var fast = x
    walshHadamard(&fast, using: kernels)
    var reference = x
    walshHadamard(&reference, using: .reference)
    #expect(fast.map(\.bitPattern) == reference.map(\.bitPattern))
    for (a, b) in zip(fast, definition(x)) { #expect(abs(Double(a) - b) <= 1e-5 * Double(count).squareRoot()) }
  }

  /// Rows one after the other, and integers, whose sums are exact.
  @Test(arguments: KernelSet.supported) func rowsAndIntegers(kernels: KernelSet) {
    let rows: [[Float]] = (0..<5).map { r in (0..<64).map { Float(($0 * 7 + r * 3) % 256) } }
    var all = rows.flatMap(\.self)
    walshHadamard(&all, side: 64, using: kernels)
    #expect(all == rows.flatMap { definition($0).map { Float($0) } })
  }
}

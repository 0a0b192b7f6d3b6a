import LinearAlgebra
import Quantization
import Testing

/// Rounding by kernels against `Quantizer.quantize`, bit for bit.
@Suite struct VectorQuantizerTests {
  private static let names =
    ["fixed2", "fixed8", "fixed16:range=3", "ternary", "ternary:range=0.3", "mxfp4", "mxfp4:round-up", "mxfp8"]
    + ["e2m1", "e2m3", "e3m2", "e4m3", "e5m2", "bf16", "f16", "float:e1m0", "float:e3m0", "float:e2m5,bias=512"]
    + ["float:e8m2,bias=-128", "e4m3:range=1", "e5m2:range=1e-90", "fixed4:range=1e90"]

  /// Numbers of the format, ties, their neighbors, values of all sizes, and what is no number.
  private func values(_ format: any NumberFormat, scale: Double) -> [Double] {
    let numbers = format.codes.compactMap { format.value(of: $0) }.sorted()
    let step = max(1, numbers.count / 150)
    var values: [Double] = [
      0, -0.0, .nan, -.nan, .infinity, -.infinity, 5e-324, -5e-324, 1e-310, 1e308, -1e308, 1e-20, -1e-20,
    ]
    for i in stride(from: 0, to: numbers.count - 1, by: step) {
      for x in [numbers[i], numbers[i] / 2 + numbers[i + 1] / 2] { values += [x.nextDown, x, x.nextUp] }
    }
    values += [format.range, format.range.nextDown, format.range.nextUp, -format.range, 1.01 * format.range]
    var stream = RandomStream(seed: 1).branch("values")
    let drawn = stream.gaussians(700)
    let sizes = drawn.indices.map { [1, 0.01, 1e-3, format.range][$0 % 4] }
    return values.map { $0 * scale } + zip(drawn, sizes).map { $0 * $1 * scale }
  }

  @Test(arguments: names, [":sr", ":rne"])
  func roundsAsTheDefinition(_ name: String, _ rounding: String) throws {
    let quantizer = try Quantizer(named: name + rounding) { _ in [] }
    guard let fast = VectorQuantizer(quantizer) else {
      #expect(name.hasSuffix("m0") && rounding == ":rne")
      return
    }
    let scale: Double = if case .fixed(let scale) = quantizer.scaling { scale } else { 1 }
    let values = values(quantizer.format, scale: scale)
    var stream = RandomStream(seed: 2).branch("noise")
    var noise = stream.floatUniforms(values.count)
    for i in stride(from: 0, to: noise.count, by: 7) { noise[i] = [0, 0.5, 1 - 0x1p-24][i % 3] }
    for kernels in KernelSet.supported {
      // Every length up to some vectors, and all.
      for count in Array(1...40) + [values.count] {
        let first = count < 41 ? count % 13 : 0
        let isRandom = quantizer.rounding.isRandom
        let used = isRandom ? Array(noise[first..<first + count]) : []
        var (slow, quick) = (Array(values[first..<first + count]), Array(values[first..<first + count]))
        quantizer.quantize(&slow, noise: used.map(Double.init))
        fast.quantize(&quick, noise: used, using: kernels)
        for i in slow.indices where slow[i].bitPattern != quick[i].bitPattern {
          Issue.record("\(kernels) \(values[first + i]) noise \(used.first ?? 0): \(slow[i]), found \(quick[i])")
          return
        }
      }
    }
  }

  @Test func knowsWhatItCannotRound() throws {
    for name in ["sign", "int4", "grid:x"] {
      #expect(VectorQuantizer(try Quantizer(named: name) { _ in [0, 1, 3] }) == nil)
    }
  }
}

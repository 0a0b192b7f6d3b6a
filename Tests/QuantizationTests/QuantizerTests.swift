import LinearAlgebra
import Messages
import Quantization
import Testing

/// Quantizers by name, and blocks with a shared scale.
@Suite struct QuantizerTests {
  private func quantizer(_ name: String, _ numbers: [Double] = []) throws -> Quantizer {
    try Quantizer(named: name) { _ in numbers }
  }

  /// Blocks bit for bit as ml_dtypes makes them under the rule of OCP.
  @Test(arguments: NumberFormatVectors.blocks.indices) func blocksAgree(_ index: Int) throws {
    let vector = NumberFormatVectors.blocks[index]
    let format = try #require(MiniFloat.named.first { $0.name == vector.format })
    func words(_ text: String) -> [UInt32] { text.split(separator: " ").map { UInt32($0, radix: 16)! } }
    let block = words(vector.values).map { Double(Float(bitPattern: $0)) }
    let scale = PowerOfTwo(.floor).scale(of: block[...], for: format)
    #expect(scale == Double(sign: .plus, exponent: vector.exponent, significand: 1))
    let elements = words(vector.codes).map { scale * format.value(of: UInt16($0))! }
    var values = block + block.map { 4 * $0 } + [1]
    try quantizer(vector.format == "e2m1" ? "mxfp4:rne" : "mxfp8:rne:floor").quantize(&values)
    #expect(values == elements + elements.map { 4 * $0 } + [1])
  }

  /// Round-up is the smallest power of two under which nothing saturates; floor is that or half of it.
  @Test func roundUpNeverSaturates() {
    var random = RandomStream(seed: 8).branch("blocks")
    for format in [MiniFloat.e2m1, .e2m3, .e3m2, .e4m3, .e5m2] {
      var halves = 0
      for k in 0..<200 {
        let block = random.gaussians(1 + k % 32).map { $0 * power(2, Double(k % 40 - 20)) }
        let largest = block.reduce(0) { max($0, abs($1)) }
        let (up, down) = (
          PowerOfTwo(.roundUp).scale(of: block[...], for: format), PowerOfTwo(.floor).scale(of: block[...], for: format)
        )
        #expect(largest <= format.range * up && largest > format.range * up / 2)
        #expect(down == up || down == up / 2)
        #expect(largest / down >= power(2, Double(format.range.exponent)))
        halves += down < up ? 1 : 0
      }
      #expect(halves > 0 && halves < 200)
    }
    let ends: [Double] = [1e-300, 1e300, .infinity, .nan]
    let scales = ends.map { PowerOfTwo(.floor).scale(of: [$0][...], for: MiniFloat.e4m3) }
    #expect(scales == [0x1p-127, 0x1p127, 0x1p127, 0])
    #expect(PowerOfTwo(.roundUp).scale(of: [6][...], for: MiniFloat.e2m1) == 1)
    #expect(PowerOfTwo(.roundUp).scale(of: [(6.0).nextUp][...], for: MiniFloat.e2m1) == 2)
  }

  @Test func namesSayEverything() throws {
    func scale(_ name: String) throws -> Double {
      guard case .fixed(let scale) = try quantizer(name).scaling else { return .nan }
      return scale
    }
    #expect(try scale("fixed4:range=4") == 4.0 / 7 && scale("fixed8") == 8.0 / 127 && scale("fixed8:rne") == 8.0 / 127)
    #expect(try scale("sign:range=6:rne") == 6 && scale("ternary:sr:range=2.5") == 2.5 && scale("e4m3") == 1)
    #expect(try scale("e2m1:range=3") == 0.5)
    #expect(try quantizer("e4m3").name == "e4m3:sr" && quantizer("e4m3").rounding.isRandom)
    #expect(try quantizer("e4m3:rne").name == "e4m3:rne" && !quantizer("e4m3:rne").rounding.isRandom)
    #expect(Quantizer.namesRounding("mxfp4:rne:floor") && !Quantizer.namesRounding("mxfp4:floor"))
    #expect(try quantizer("mxfp4").bitsPerValue == 4.25 && quantizer("mxfp8:round-up").bitsPerValue == 8.25)
    let float = try #require(try quantizer("float:e4m2,bias=7:sr").format as? MiniFloat)
    #expect(float.range == 448 && float.bitWidth == 7 && float.smallestSubnormal == 0x1p-8)
    var file = ""
    let grid = try Quantizer(named: "grid:a:b.csv:rne:range=4") {
      file = $0
      return [2, -1, 0, 0]
    }
    #expect(file == "a:b.csv" && grid.format.bitWidth == 2 && grid.format.range == 2)
    var values = [-9, -1.0, 0.9, 1, 3, 9]
    grid.quantize(&values)
    #expect(values == [-2, -2, 0, 0, 4, 4])
    for name in Quantizer.names { _ = try quantizer(name) }
  }

  @Test(arguments: [
    ("e4m4", "did you mean \"e4m3\"?"), ("fixed17", "did you mean"), ("e4m3:rme", "did you mean \"rne\"?"),
    ("e4m3:sr:rne", "twice"), ("e4m3:floor", "mxfp4"), ("mxfp4:range=3", "leave range= out"),
    ("fixed4:range=0", "positive"), ("fixed4:range=x", "positive"), ("float:e9m2", "float:e4m2"),
    ("float:e4m2,bias=x", "bias="), ("grid:", "which file"), ("", "there is no number format"),
    ("grid:f", "2 to 65,536"),
  ]) func refusals(name: String, word: String) throws {
    #expect { try quantizer(name) } throws: { (($0 as? Refusal)?.message ?? "").contains(word) }
  }

  @Test func gridsAreCheckedAndFast() throws {
    #expect(throws: Refusal.self) { try Grid("g", [1, .infinity]) }
    #expect(throws: Refusal.self) { try Grid("g", [1, 1]) }
    var random = RandomStream(seed: 9).branch("grid")
    let grid = try Grid("g", random.gaussians(37) + [0])
    let line = NumberLine(grid)
    #expect(grid.bitWidth == 6 && grid.codes.count == 38)
    for x in random.gaussians(400) + grid.numbers + [.nan, -.infinity, 1e9] {
      let u = random.uniforms(1)[0]
      #expect(grid.code(nearest: x) == line.code(for: x, by: NearestUp()))
      #expect(grid.code(for: x, by: NearestEven()) == line.code(for: x, by: NearestEven()))
      #expect(grid.code(for: x, by: Stochastic(), noise: u) == line.code(for: x, by: Stochastic(), noise: u))
    }
  }
}

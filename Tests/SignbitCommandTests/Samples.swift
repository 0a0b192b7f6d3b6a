import Foundation

/// Small tables that are the same in every run.
enum Samples {
  /// Flags of a `compress` that is soon done, for tests of what surrounds it: what is read, and what becomes of its files.
  static let quick = [
    "--families", "linear", "--penalty", "l2", "--formats", "f32,sign", "--rounding", "plain", "--lambda", "0.1,1",
  ]

  /// Numbers in [−1, 1) from a linear congruential generator.
  struct Numbers {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 30) - 1
    }

    /// Four decimals, as people write them.
    mutating func cell() -> String { "\((next() * 10_000).rounded() / 10_000)" }
  }

  /// Three kinds of animals in six features, with some noise in the labels.
  static func animals(rows: Int = 90, seed: UInt64 = 5, header: Bool = true, target: Bool = true) -> String {
    var numbers = Numbers(state: seed)
    var text = header ? (["a", "b", "c", "d", "e", "f"] + (target ? ["kind"] : [])).joined(separator: ",") + "\n" : ""
    for _ in 0..<rows {
      let cells = (0..<6).map { _ in numbers.cell() }
      let score = Double(cells[0])! + Double(cells[1])! + 0.3 * numbers.next()
      let kind = score < -0.4 ? "cat" : score > 0.4 ? "dog" : "emu"
      text += (cells + (target ? [kind] : [])).joined(separator: ",") + "\n"
    }
    return text
  }

  /// A real target that is linear in five features, up to noise.
  static func prices(rows: Int = 80, seed: UInt64 = 7) -> String {
    var numbers = Numbers(state: seed)
    var text = "a,b,c,d,e,price\n"
    for _ in 0..<rows {
      let cells = (0..<5).map { _ in numbers.cell() }
      let x = cells.map { Double($0)! }
      let price = 3 + 2 * x[0] - x[1] + x[2] - 2 * x[3] + x[4] + 0.2 * numbers.next()
      text += cells.joined(separator: ",") + ",\(price)\n"
    }
    return text
  }
}

/// The bytes of an idx file of images of 2 × 2 pixels.
func idxImages(count: Int, declared: Int) -> Data {
  var numbers = Samples.Numbers(state: 3)
  let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, UInt8(declared), 0, 0, 0, 2, 0, 0, 0, 2]
  return Data(header + (0..<4 * count).map { _ in UInt8(127 + 100 * numbers.next()) })
}

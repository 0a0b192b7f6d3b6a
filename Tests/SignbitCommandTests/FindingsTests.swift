import Foundation
import Testing

/// What the sentences under the table must say, and must not.
@Suite struct FindingsTests {
  /// Three classes told apart by four features; the first feature in units a thousand times smaller where asked.
  private func table(scale: Double) -> String {
    (0..<240).map { i -> String in
      let label = i % 3
      let numbers = (0..<4).map { j -> Double in
        // Fixed, irregular, without a random generator.
        let noise = (Double((i * 7919 + j * 104729) % 1000) / 500 - 1)
        return (noise + (j == label ? 2 : 0)) * (j == 0 ? scale : 1)
      }
      return numbers.map { "\($0)" }.joined(separator: ",") + ",class\(label)"
    }.joined(separator: "\n") + "\n"
  }

  private func sentences(_ flags: [String], _ text: String) throws -> String {
    var found = ""
    try Scratch.with { folder in
      try folder.write(text, to: "data.csv")
      // What is said of 32 bits and of signs, linear models alone.
      let compress = ["compress", "data.csv", "--families", "linear", "--formats", "f32,sign", "--json"]
      let answer = try Program.succeed(compress + flags, in: folder).object()
      found = try #require(answer["diagnosis"] as? [String]).joined(separator: "\n")
    }
    return found
  }

  @Test func differentScalesAreNoticed() throws {
    #expect(try sentences([], table(scale: 1000)).contains("--standardize"))
    #expect(try !sentences([], table(scale: 1)).contains("--standardize"))
    #expect(try !sentences(["--standardize"], table(scale: 1000)).contains("--standardize"))
  }

  /// A model that is far from ridge is not called nearly free because its signs are no worse.
  @Test func guessingIsNotFree() throws {
    let text = try sentences([], table(scale: 1000))
    #expect(text.contains("One bit under ℓ∞") && !text.contains("nearly free"))
  }

  /// A target without noise wants no regularization: every path ends too early for it.
  @Test func theEndOfTheGridIsSaid() throws {
    let exact =
      (0..<120).map { i -> String in
        let x = (0..<3).map { j in Double((i * 7919 + j * 104729) % 1000) / 500 - 1 }
        return "\(x[0]),\(x[1]),\(x[2]),\(x[0] - 2 * x[1] + 0.5 * x[2])"
      }.joined(separator: "\n") + "\n"
    #expect(try sentences(["--penalty", "l2"], exact).contains("smallest that was tried"))
    #expect(try !sentences(["--penalty", "l2", "--lambda", "1"], exact).contains("smallest that was tried"))
  }

  @Test func percentIsNotAFraction() throws {
    try Scratch.with { folder in
      let refused = try Program.run(["compress", "digits", "--max-error", "12"], in: folder)
      #expect(refused.status == 2 && refused.error.contains("0.12"))
    }
  }
}

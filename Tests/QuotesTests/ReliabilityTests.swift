import Foundation
import Quotes
import Testing

/// The shares of bad quotes that the program names are those of the evidence.
@Suite struct ReliabilityTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Evidence/quotes/\(QuoteReliability.evidence).json").standardized

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file.path), "the evidence is not in this checkout"))
  func numbersAreThoseOfTheEvidence() throws {
    let evidence = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: Self.file)) as? [String: Any])
    let summary = try #require(evidence["summary"] as? [String: Any])
    let features = try #require(summary["randomFeatures"] as? [String: Any])
    try check(.norms, summary)
    try check(.randomFeatures, features)
  }

  private func check(_ numbers: QuoteReliability, _ summary: [String: Any]) throws {
    let verdicts = try #require(summary["verdicts"] as? [String: [String: Any]])
    for (color, number) in [("green", numbers.green), ("amber", numbers.amber), ("red", numbers.red)] {
      let bad = verdicts[color]?["bad"] as? Double
      #expect(number.map { String(format: "%.1f", $0) } == bad.map { String(format: "%.1f", $0) }, "\(color)")
    }
  }
}

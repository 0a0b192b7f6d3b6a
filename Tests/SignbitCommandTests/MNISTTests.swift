import Foundation
import Testing

/// 10,000 handwritten digits, the first half of which trains: what the package promises on real data.
///
/// Needs `../shared/data/mnist` beside the package and a release build; about 20 s.
@Suite struct MNISTTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("../shared/data/mnist").standardizedFileURL.path

  @Test func oneBitIsNearlyFreeUnderTheInfinityNorm() throws {
    #if DEBUG
      print("SKIPPED: MNIST takes minutes in a debug build; run it in release")
    #else
      let images = Self.folder + "/t10k-images-idx3-ubyte.gz"
      guard FileManager.default.fileExists(atPath: images) else {
        print("SKIPPED: MNIST is not beside the package, so what it promises on real data was not tried")
        return
      }
      try Scratch.with { folder in
        let labels = Self.folder + "/t10k-labels-idx1-ubyte.gz"
        let answer = try Program.succeed(
          ["compress", images, "--target", labels, "--split", "ordered", "--test", "0.5", "--json"], in: folder
        ).object()
        let rows = try Candidate.all(answer)
        func row(_ penalty: String, _ format: String, oracle: Bool = false) throws -> [String: Any] {
          try #require(
            rows.first {
              $0["penalty"] as? String == penalty && $0["format"] as? String == format
                && $0["oracle"] as? Bool == oracle && $0["remark"] as? String == ""
            })
        }
        let ridge = try #require(try row("l2", "f32", oracle: true)["testError"] as? Double)
        #expect(abs(ridge - 0.15) <= 0.005)
        // The signs of that very ridge: the path has it at the same λ.
        let lambda = try row("l2", "f32", oracle: true)["lambda"] as? Double
        let path = try #require(answer["path"] as? [[String: Any]])
        let signs = try #require(
          path.first { $0["penalty"] as? String == "l2" && $0["lambda"] as? Double == lambda }?["oneBitTestError"]
            as? Double)
        #expect(signs >= 0.18 && signs <= 0.205)
        let oneBit = try row("linf", "sign")
        #expect(try #require(oneBit["testError"] as? Double) <= 0.17)
        #expect(try #require(oneBit["bytes"] as? Int) <= 1400)
      }
    #endif
  }
}

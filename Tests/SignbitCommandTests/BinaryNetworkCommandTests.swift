import Foundation
import Testing

/// Binary networks on the command line: flags, refusals, and models that the other commands understand.
@Suite struct BinaryNetworkCommandTests {
  private static let small = ["--families", "binary-network", "--width", "16x12,20", "--epochs", "4"]

  /// One sentence, exit 2, no file.
  @Test(arguments: [
    "--width 0", "--width 8x0", "--width 60000x60000", "--width 99999999", "--epochs 0", "--epochs -3",
    "--epochs 9999999",
    "--surrogate hardtanh", "--optimizer rmsprop", "--formats f32,ternary", "--intercept no", "--map dense",
    "--shifts 1",
    "--depth 16 --width 4", "--fit direct",
  ])
  func refusals(words: String) throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let flags = words.replacing("--epochs -3", with: "--epochs=-3").split(separator: " ").map(String.init)
      let outcome = try Program.run(["compress", "animals.csv", "--families", "binary-network"] + flags, in: folder)
      #expect(outcome.status == 2, "\(outcome.error)")
      #expect(isOneLine(outcome.error), "\(outcome.error)")
      #expect(folder.names("signbit-out") == nil)
    }
  }

  /// A flag of binary networks asks for them; without them it is refused.
  @Test func flagsAskForNetworks() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let answer = try Program.succeed(
        ["compress", "animals.csv", "--epochs", "2", "--width", "8", "--json"], in: folder
      ).object()
      let families = Set(try Candidate.all(answer).compactMap { $0["family"] as? String })
      #expect(families == ["linear", "random-features", "binary-network"])
      let refused = try Program.run(["compress", "animals.csv", "--families", "linear", "--epochs", "2"], in: folder)
      #expect(refused.status == 2 && refused.error.contains("binary-network"))
    }
  }

  /// Predict, evaluate and inspect read the model; the report's command makes the same bytes at other numbers of threads.
  @Test func otherCommandsReadTheModel() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      var models: [Data] = []
      var answer: [String: Any] = [:]
      for threads in ["1", "3"] {
        answer = try Program.succeed(
          ["compress", "animals.csv", "--standardize", "--threads", threads, "--json"] + Self.small, in: folder
        ).object()
        models.append(try folder.read("signbit-out/model.signbit"))
      }
      #expect(models[0] == models[1])
      let chosen = try Candidate.chosen(answer)
      #expect(Set(chosen.keys).isSuperset(of: Candidate.keys))
      #expect(chosen["surrogate"] as? String == "hard-tanh" && chosen["weights"] as? String == "one-bit")
      let evaluated = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "animals.csv", "--test", "0.25", "--json"], in: folder
      ).object()
      #expect(evaluated["error"] as? Double == chosen["testError"] as? Double)
      let inspected = try Program.succeed(["inspect", "signbit-out/model.signbit", "--json"], in: folder).object()
      let map = try #require(inspected["map"] as? [[String: Any]])
      #expect(!map.isEmpty && map.allSatisfy { $0["kind"] as? String == "binary" && $0["seed"] is NSNull })
      #expect(try Program.succeed(["inspect", "signbit-out/model.signbit"], in: folder).text.contains("stored"))
      let predicted = try Program.succeed(
        ["predict", "signbit-out/model.signbit", "animals.csv", "--target", "-1"], in: folder)
      #expect(predicted.text.hasPrefix("label\n"))
      let html = String(decoding: try folder.read("signbit-out/report.html"), as: UTF8.self)
      #expect(html.contains("--families binary-network --width 16x12,20 --epochs 4 --seed 1"))
    }
  }

  /// The built-in digits, the first 1,200 train: 8 % or less when it was written, with a last layer of eight bits or one.
  @Test func digits() throws {
    #if DEBUG
      print("SKIPPED: a hundred epochs take minutes in a debug build; run it in release")
    #else
      try Scratch.with { folder in
        let answer = try Program.succeed(
          [
            "compress", "digits", "--families", "binary-network", "--split", "ordered", "--test", "597", "--width",
            "128", "--epochs", "60", "--json",
          ], in: folder
        ).object()
        for row in try Candidate.all(answer) {
          #expect(try #require(row["testError"] as? Double) <= 0.1, "\(row)")
          #expect(try #require(row["bytes"] as? Int) <= 2950)
        }
      }
    #endif
  }
}

import Foundation
import Testing

/// Random features on the command line: flags, refusals, and models that the other commands understand.
@Suite struct RandomFeatureCommandTests {
  /// One sentence, exit 2, no file.
  @Test(arguments: [
    "--width 0", "--width -4", "--width 99999999999", "--width 17000000", "--width 40x0", "--width a", "--width 4x",
    "--width 20 --depth 0", "--depth 17", "--width 40x30 --depth 3", "--activation relux", "--map densee", "--map conv",
    "--map patch", "--map dense --filter 3", "--map dense --pool count", "--pool median", "--image 3x3 --map conv",
    "--image 0x5 --map conv", "--image 5 --map conv", "--image 1x5 --map conv --filter 2",
    "--image 1x5 --map conv --filter 0", "--shifts 1", "--shifts -1", "--shifts 9 --image 1x5",
    "--weights binary", "--weights gaussian --map hadamard", "--rotate --map conv --image 1x5", "--store file",
    "--families linears", "--families linear --width 20", "--families random-features --formats sparse",
    "--families random-features --intercept no", "--pool count --activation tanh --map conv --image 1x5",
  ])
  func refusals(words: String) throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let flags = words.split(separator: " ").map(String.init)
      // A value that begins with a dash belongs to its flag.
      let joined = flags.indices.compactMap { i -> String? in
        if i > 0, flags[i].hasPrefix("-"), !flags[i].hasPrefix("--") { return nil }
        let next = i + 1 < flags.count ? flags[i + 1] : ""
        return next.hasPrefix("-") && !next.hasPrefix("--") ? "\(flags[i])=\(next)" : flags[i]
      }
      let outcome = try Program.run(["compress", "animals.csv"] + joined, in: folder)
      #expect(outcome.status == 2, "\(outcome.error)")
      #expect(isOneLine(outcome.error), "\(outcome.error)")
      #expect(folder.names("signbit-out") == nil)
    }
  }

  /// Predict, evaluate and inspect read a model with a map as any other.
  @Test(arguments: ["seed", "bits"]) func otherCommandsReadTheModel(store: String) throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let answer = try Program.succeed(
        [
          "compress", "animals.csv", "--map", "dense", "--width", "40", "--store", store, "--families",
          "random-features",
          "--rotate", "--standardize", "--json",
        ], in: folder
      ).object()
      let chosen = try Candidate.chosen(answer)
      #expect(chosen["family"] as? String == "random-features" && chosen["map"] as? String == "dense")
      #expect(chosen["width"] as? Int == 40 && chosen["weights"] as? String == "one-bit")
      let evaluated = try Program.succeed(
        ["evaluate", "signbit-out/model.signbit", "animals.csv", "--test", "0.25", "--json"], in: folder
      ).object()
      #expect(evaluated["error"] as? Double == chosen["testError"] as? Double)
      let inspected = try Program.succeed(["inspect", "signbit-out/model.signbit", "--json"], in: folder).object()
      let map = try #require(inspected["map"] as? [[String: Any]])
      #expect(map.map { $0["kind"] as? String } == ["rotation", "dense"])
      #expect(map.allSatisfy { ($0["seed"] is NSNull) == (store == "bits") })
      let sections = try #require(inspected["sections"] as? [[String: Any]])
      #expect(sections.last?["name"] as? String == "map")
      #expect(
        try Program.succeed(["inspect", "signbit-out/model.signbit"], in: folder).text.contains(
          store == "bits" ? "stored" : "from seed 1"))
      let predicted = try Program.succeed(
        ["predict", "signbit-out/model.signbit", "animals.csv", "--target", "-1"], in: folder)
      #expect(predicted.text.hasPrefix("label\n"))
    }
  }

  /// The same seed is the same model at any number of threads, and in the command of the report.
  @Test func sameSeedSameBytes() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      let flags = ["--families", "random-features", "--width", "40x20,30", "--activation", "tanh", "--store", "seed"]
      var models: [Data] = []
      for threads in ["1", "3"] {
        _ = try Program.succeed(["compress", "animals.csv", "--threads", threads] + flags, in: folder)
        models.append(try folder.read("signbit-out/model.signbit"))
      }
      #expect(models[0] == models[1])
      let html = String(decoding: try folder.read("signbit-out/report.html"), as: UTF8.self)
      #expect(
        html.contains(
          "compress animals.csv --families random-features --width 40x20,30 --activation tanh --store seed --seed 1"))
    }
  }

  /// The built-in digits, the first 1,200 train.
  @Test func digits() throws {
    #if DEBUG
      print("SKIPPED: 2,048 features take minutes in a debug build; run it in release")
    #else
      try Scratch.with { folder in
        func largest(_ flags: [String]) throws -> Double {
          let answer = try Program.succeed(
            [
              "compress", "digits", "--families", "random-features", "--split", "ordered", "--test", "597", "--json",
              "--formats", "f32,int4",
            ] + flags, in: folder
          ).object()
          return try #require(try Candidate.all(answer).compactMap { $0["testError"] as? Double }.max())
        }
        let (dense, convolution) = (
          try largest(["--map", "dense", "--width", "2048"]), try largest(["--map", "conv", "--width", "1024"])
        )
        #expect(dense <= 0.046)
        #expect(convolution <= 0.04)
      }
    #endif
  }
}

import Foundation
import Testing

/// Runs that end too early: by signals at moments spread over the run, by places that take no file.
@Suite(.serialized) struct HostileEndingTests {
  private static let outputs = ["model.signbit", "report.html", "report.json"]

  /// 48 runs on the digits, over a good earlier output, ended in turn by an interrupt, a termination and a
  /// kill. Each file is whole, and the three are of one run, or of two where the end came between two
  /// renames: then those renamed first are the new ones.
  @Test func endedAtAnyMoment() throws {
    try Scratch.with { folder in
      #if DEBUG
        let small =
          ["compress", "digits", "--families", "linear", "--limit", "120", "--penalty", "l2", "--quiet"]
          + ["--formats", "f32,sign", "--lambda", "10,100"]
      #else
        let small = ["compress", "digits", "--families", "linear", "--limit", "400", "--quiet"]
      #endif
      func runs() throws -> [String] {
        let model = try Program.succeed(["inspect", "signbit-out/model.signbit", "--json"], in: folder).object()
        let html = String(decoding: try folder.read("signbit-out/report.html"), as: UTF8.self)
        #expect(html.hasSuffix("</html>\n"))
        let command = html.split(separator: "--seed ").dropFirst().first.map { $0.prefix { $0.isNumber } }
        let json = try folder.object("signbit-out/report.json")
        let provenance = try #require(model["provenance"] as? String)
        return [provenance, String(try #require(command)), "\(try #require(json["seed"] as? Int))"]
      }
      _ = try Program.succeed(small + ["--seed", "2"], in: folder)
      let new = try runs()
      let clock = ContinuousClock()
      let time = try clock.measure { _ = try Program.succeed(small + ["--seed", "1"], in: folder) }
      let old = try runs()
      #expect(zip(old, new).allSatisfy { $0 != $1 } && old[1] == "1" && new[1] == "2")
      let duration = Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)
      var numbers = Samples.Numbers(state: 35)
      for turn in 0..<48 {
        let signal = [SIGINT, SIGTERM, SIGKILL][turn % 3]
        let (process, finish) = try Program.process(small + ["--seed", "2"], in: folder)
        // The last third of the moments lies around the end, where files are written.
        let moment = turn < 32 ? Double(turn) / 32 : 0.9 + 0.1 * numbers.next()
        usleep(UInt32(1e6 * duration * moment))
        kill(process.processIdentifier, signal)
        let outcome = try finish()
        let isDone = outcome.exited && outcome.status == 0
        #expect(
          isDone || (signal == SIGINT ? outcome.exited && outcome.status == 130 : outcome.status == signal),
          "turn \(turn): \(outcome.status)")
        #expect(outcome.error == "")
        let now = try runs()
        let possible = (0...3).map { Array(new.prefix($0) + old.dropFirst($0)) }
        #expect(possible.contains(now), "turn \(turn): \(now)")
        if now != old { _ = try Program.succeed(small + ["--seed", "1"], in: folder) }
      }
      _ = try Program.succeed(small + ["--seed", "1"], in: folder)
      #expect(folder.names() == ["signbit-out"])
      #expect(folder.names("signbit-out") == Self.outputs)
    }
  }

  /// What a killed run may leave where files have names from the start; the next run takes it away, and
  /// nothing else.
  @Test func abandonedFilesAreRemoved() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.shell("mkdir signbit-out", in: folder)
      let mine = ProcessInfo.processInfo.processIdentifier
      // No process has so great a number.
      let abandoned = [".signbit-2147483646-1y2p0ij32e8e7", ".signbit-2147483645-0"]
      let others = [".signbit-\(mine)-1y2p0ij32e8e7", ".signbit-notes", ".signbit-2147483646", "signbit-2147483646-1"]
      for name in abandoned + others { try folder.write("half", to: "signbit-out/" + name) }
      _ = try Program.succeed(["compress", "animals.csv"] + Samples.quick, in: folder)
      #expect(folder.names("signbit-out") == (Self.outputs + others).sorted())
    }
  }

  /// A file in the way, a device, a folder of the system, a limit on the size of files: root meets them too.
  @Test func placesThatCannotBeWritten() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.succeed(["compress", "animals.csv"] + Samples.quick, in: folder)
      let before = try Self.outputs.map { try folder.read("signbit-out/" + $0) }
      for (out, code) in [
        ("animals.csv", 1), ("animals.csv/below", 1), ("/proc/nowhere/below", 1), ("/dev/null", 1), ("", 2),
      ] as [(String, Int32)] {
        let outcome = try Program.expectOrderly(
          ["compress", "animals.csv", "--out", out], in: folder, codes: [code], bytes: 4000)
        #expect(outcome.output.isEmpty)
        for words in [["inspect", "signbit-out/model.signbit"], ["doctor"]] {
          _ = try Program.expectOrderly(words + ["--out", out], in: folder, codes: [code], bytes: 4000)
        }
      }
      for (out, code) in [("/dev/full", 1), ("nosuch/labels.csv", 1), ("animals.csv/below", 1), ("", 2)]
        as [(String, Int32)]
      {
        let outcome = try Program.expectOrderly(
          ["predict", "signbit-out/model.signbit", "animals.csv", "--target", "kind", "--out", out], in: folder,
          codes: [code], bytes: 4000)
        #expect(outcome.output.isEmpty)
      }
      // A disk that takes one more kilobyte: the model fits, the report does not.
      let quick = Samples.quick.joined(separator: " ")
      let limited = try Program.shell(
        "trap '' XFSZ; ulimit -f 1; signbit compress animals.csv --seed 9 \(quick) 2>&1 >/dev/null | cat", in: folder)
      #expect(isOneLine(limited.text) && limited.text.contains("signbit-out/"), "\(limited.text)")
      #expect(try Self.outputs.map { try folder.read("signbit-out/" + $0) } == before)
      #expect(folder.names() == ["animals.csv", "signbit-out"] && folder.names("signbit-out") == Self.outputs)
    }
  }
}

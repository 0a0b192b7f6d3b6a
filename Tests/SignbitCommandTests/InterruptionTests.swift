import Foundation
import Testing

/// One after the other, so that moments mean something.
@Suite(.serialized) struct InterruptionTests {
  private static let outputs = ["model.signbit", "report.html", "report.json"]

  /// Files of a finished small job, then a job that takes long, ended by a signal.
  private func end(by signal: Int32, check: (Program.Outcome) -> Void) throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.succeed(["compress", "animals.csv"] + Samples.quick, in: folder)
      let before = try Self.outputs.map { try folder.read("signbit-out/" + $0) }
      for out in ["signbit-out", "fresh"] {
        let (process, finish) = try Program.process(
          ["compress", "mixture:d=600,n=3000,k=10", "--out", out], in: folder)
        // The folder is made first; then the work has begun.
        let deadline = Date().addingTimeInterval(20)
        while folder.names(out) == nil, Date() < deadline { usleep(5000) }
        usleep(300_000)
        #expect(process.isRunning)
        kill(process.processIdentifier, signal)
        let outcome = try finish()
        check(outcome)
        #expect(outcome.output.isEmpty)
        #expect(folder.names(out) == (out == "fresh" ? [] : Self.outputs))
      }
      #expect(try Self.outputs.map { try folder.read("signbit-out/" + $0) } == before)
      #expect(folder.names() == ["animals.csv", "fresh", "signbit-out"])
    }
  }

  @Test func interrupted() throws {
    try end(by: SIGINT) { outcome in
      #expect(outcome.exited && outcome.status == 130)
      #expect(!outcome.error.contains("Fatal"))
    }
  }

  @Test func killed() throws {
    try end(by: SIGKILL) { #expect(!$0.exited && $0.status == SIGKILL) }
  }

  @Test func killedAtAnyMomentFilesAreOldOrNew() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      func files() throws -> [Data] { try Self.outputs.map { try folder.read("signbit-out/" + $0) } }
      let compress = ["compress", "animals.csv"] + Samples.quick
      // Latencies differ from run to run, so the reports are compared by being whole.
      _ = try Program.succeed(compress + ["--seed", "2"], in: folder)
      let new = try files()[0]
      let clock = ContinuousClock()
      let time = try clock.measure { _ = try Program.succeed(compress, in: folder) }
      let old = try files()[0]
      let duration = Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)
      for turn in 0..<12 {
        let (process, finish) = try Program.process(compress + ["--seed", "2"], in: folder)
        usleep(UInt32(1e6 * duration * Double(turn) / 10))
        kill(process.processIdentifier, SIGKILL)
        _ = try finish()
        // Killed between giving names and replacing, the program can leave a hidden file of its own.
        #expect(folder.names("signbit-out")?.filter { !$0.hasPrefix(".signbit-") } == Self.outputs)
        let now = try files()
        #expect(now[0] == old || now[0] == new)
        #expect(String(decoding: now[1], as: UTF8.self).hasSuffix("</html>\n"))
        _ = try folder.object("signbit-out/report.json")
      }
      // The next run that ends by itself removes such files.
      _ = try Program.succeed(compress, in: folder)
      #expect(folder.names("signbit-out") == Self.outputs)
    }
  }

  @Test func readerThatLeaves() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write(Samples.animals(rows: 20_000, target: false), to: "many.csv")
      _ = try Program.succeed(["compress", "animals.csv"] + Samples.quick, in: folder)
      for line in [
        "signbit predict signbit-out/model.signbit many.csv --scores", "signbit compress animals.csv",
        "signbit completion bash", "signbit compress animals.csv --json",
      ] {
        let outcome = try Program.shell("\(line) | head -n 1", in: folder)
        #expect(outcome.status == 0 && outcome.lines.count == 1, "\(line)")
        #expect(outcome.error == "", "\(line): \(outcome.error)")
      }
    }
  }

  @Test func fullDisk() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      #if os(Linux)
        // Standard output first: this needs no mount.
        for arguments in [["doctor"], ["compress", "animals.csv", "--json"], ["completion", "zsh"]] {
          let outcome = try Program.run(arguments, in: folder, outputPath: "/dev/full")
          #expect(outcome.status == 1 && isOneLine(outcome.error), "\(arguments): \(outcome.error)")
        }
        let mounted = try Program.shell("mkdir disk && mount -t tmpfs -o size=16k tmpfs disk", in: folder)
        guard mounted.status == 0 else {
          print("SKIPPED: a full disk could not be tried, for a small file system cannot be mounted here")
          return
        }
        defer { _ = try? Program.shell("umount disk", in: folder) }
        let outcome = try Program.run(["compress", "animals.csv", "--out", "disk/out"], in: folder)
        #expect(outcome.status == 1 && isOneLine(outcome.error))
        #expect(outcome.error.contains("No space left") && outcome.error.contains("disk/out/"))
        #expect(folder.names("disk") == [])
      #else
        print("SKIPPED: a full disk is tried on Linux only")
      #endif
    }
  }
}

import Foundation
import Testing

/// `bench solvers` with and without rivals; a rival here is a shell script in the place of Python.
@Suite struct BenchSolversTests {
  /// A folder whose `.venv/bin/python` is a script; `$1` is --list or the name of the rival, as for Python `$2` is.
  private func rivals(_ body: String, in folder: Scratch) throws -> String {
    let bin = "rivals/.venv/bin"
    try FileManager.default.createDirectory(atPath: folder.full(bin), withIntermediateDirectories: true)
    try folder.write("", to: "rivals/rivals.py")
    try folder.write(
      """
      #!/bin/bash
      if [ "$2" = --list ]; then
        echo '{"fake": {"version": "7", "penalties": ["l1"], "paths": false}, "gone": {"penalties": [], "paths": false}}'
        exit
      fi
      \(body)

      """, to: bin + "/python")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.full(bin + "/python"))
    return folder.full("rivals")
  }

  private let tiny = ["bench", "solvers", "--case", "tiny", "--repeats", "2", "--json"]

  private func row(_ answer: [String: Any], _ contender: String) throws -> [String: Any] {
    try #require((answer["rows"] as? [[String: Any]])?.first { $0["contender"] as? String == contender })
  }

  @Test func aloneItMeasuresItself() throws {
    try Scratch.with { folder in
      let answer = try Program.succeed(tiny + ["--contender", "signbit", "--out", "out"], in: folder).object()
      #expect(Set(answer.keys) == ["machine", "rows", "remarks"])
      #expect(answer["remarks"] as? [String] == [])
      let machine = try #require(answer["machine"] as? [String: Any])
      #expect(
        Set(machine.keys)
          == ["processor", "cores", "threads", "algebra", "algebraCore", "kernels", "signbit", "rivals"])
      let rows = try #require(answer["rows"] as? [[String: Any]])
      #expect(rows.compactMap { $0["case"] as? String } == ["tiny/l2/0.01", "tiny/l1/0.01", "tiny/linf/0.01"])
      for row in rows {
        #expect(
          Set(row.keys) == [
            "case", "contender", "milliseconds", "spread", "ratioToBest", "bytesPerSecond", "coldMilliseconds",
            "preparedMilliseconds", "objectiveExcess", "status", "settings",
          ])
        #expect(row["status"] as? String == "solved" && row["ratioToBest"] as? Double == 1)
        #expect(try #require(row["milliseconds"] as? Double) > 0)
      }
      #expect(folder.names("out") == ["report.json", "times.svg"])
    }
  }

  /// 27 strengths are one row.
  @Test func aPathIsOneRow() throws {
    try Scratch.with { folder in
      let answer = try Program.succeed(
        [
          "bench", "solvers", "--case", "path", "--penalty", "l2", "--repeats", "1", "--json", "--contender", "signbit",
        ],
        in: folder
      ).object()
      #expect((answer["rows"] as? [[String: Any]])?.compactMap { $0["case"] as? String } == ["path/l2"])
    }
  }

  @Test func aMissingPythonIsSaidInOneLine() throws {
    try Scratch.with { folder in
      let outcome = try Program.run(tiny + ["--rivals", "nowhere"], in: folder)
      #expect(outcome.status == 0)
      let remarks = try #require(try outcome.object()["remarks"] as? [String])
      #expect(remarks.count == 1)
      #expect(remarks[0].contains("Benchmarks/environment.sh") && remarks[0].contains("nowhere/.venv/bin/python"))
    }
  }

  /// W = 0 with any claim beside it: the objective is computed from W, so the claim is worth nothing.
  @Test func aWrongAnswerIsFlagged() throws {
    try Scratch.with { folder in
      // An npy of 3 × 40 zeros: magic, version, a header of 118 bytes, the numbers.
      let script = """
        {
          printf '\\x93NUMPY\\x01\\x00\\x76\\x00'
          printf "%-117s\\n" "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 40), }"
          head -c 960 /dev/zero
        } > "$6"
        echo '{"ready": true}'
        echo '{"settings": "tol=0", "cold": 1e-3, "times": [1e-3, 1e-3], "objective": 0}'
        """
      let place = try rivals(script, in: folder)
      let answer = try Program.succeed(tiny + ["--penalty", "l1,l2", "--rivals", place], in: folder).object()
      let wrong = try row(answer, "fake")
      #expect(wrong["status"] as? String == "not solved to 1e-6")
      #expect(try #require(wrong["objectiveExcess"] as? Double) > 0.1)
      #expect(try #require(wrong["ratioToBest"] as? Double) < 1)
      // It does not count as the best, and it does not solve ridge.
      #expect(try row(answer, "signbit")["ratioToBest"] as? Double == 1)
      #expect((answer["rows"] as? [[String: Any]])?.count == 3)
      #expect((answer["remarks"] as? [String])?.first?.hasPrefix("gone is not installed") == true)
      let found = (answer["machine"] as? [String: Any])?["rivals"] as? [String: String]
      #expect(found == ["fake": "7"])
    }
  }

  /// Killed at its limit; the program itself goes on.
  @Test func aRivalThatHangsIsKilled() throws {
    try Scratch.with { folder in
      let place = try rivals("echo '{\"ready\": true}'; echo $$ > \(folder.full("pid")); exec sleep 600", in: folder)
      let answer = try Program.succeed(
        tiny + ["--penalty", "l1", "--rivals", place, "--time-limit", "0.3"], in: folder
      ).object()
      let hung = try row(answer, "fake")
      #expect(hung["status"] as? String == "no answer in 0.3 s")
      #expect(hung["milliseconds"] is NSNull && hung["ratioToBest"] is NSNull)
      let identifier = try #require(
        Int32(String(decoding: try folder.read("pid"), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(kill(identifier, 0) == -1)
    }
  }

  /// A W that cannot be read, of a rival that was killed while it wrote or that ended: the bench goes on.
  @Test(arguments: [("exec sleep 600", "no answer in 0.3 s"), ("exit 0", "failed: its W cannot be read")])
  func halfAnAnswerIsNone(_ ending: String, _ status: String) throws {
    try Scratch.with { folder in
      let place = try rivals(
        "printf x > \"$6\"; echo '{\"ready\": true}'; echo '{\"settings\": \"\", \"cold\": 1, \"times\": [1]}'; \(ending)",
        in: folder)
      let answer = try Program.succeed(
        tiny + ["--penalty", "l1", "--rivals", place, "--time-limit", "0.3"], in: folder
      ).object()
      #expect(try row(answer, "fake")["status"] as? String == status)
    }
  }

  /// It says why, with the last line of what it wrote on standard error.
  @Test func aRivalThatFailsSaysWhy() throws {
    try Scratch.with { folder in
      let place = try rivals("echo 'ValueError: no' >&2; exit 4", in: folder)
      let answer = try Program.succeed(tiny + ["--penalty", "l1", "--rivals", place], in: folder).object()
      #expect(try row(answer, "fake")["status"] as? String == "failed: exit 4: ValueError: no")
    }
  }

  /// Variables that change the algebra are named and kept from the rivals, who get the number of threads.
  @Test func theEnvironmentOfRivalsIsOurs() throws {
    try Scratch.with { folder in
      let place = try rivals("env > \(folder.full("env")); exit 1", in: folder)
      let outcome = try Program.run(
        tiny + ["--penalty", "l1", "--rivals", place, "--threads", "3"], in: folder,
        environment: ["OPENBLAS_CORETYPE": "Haswell"])
      #expect(outcome.status == 0)
      #expect(outcome.error.split(separator: "\n").count == 1 && outcome.error.contains("OPENBLAS_CORETYPE"))
      let lines = String(decoding: try folder.read("env"), as: UTF8.self).split(separator: "\n")
      #expect(lines.contains("OMP_NUM_THREADS=3") && lines.contains("OPENBLAS_NUM_THREADS=3"))
      #expect(!lines.contains { $0.hasPrefix("OPENBLAS_CORETYPE") })
    }
  }

  @Test func impossibleWishesAreRefused() throws {
    try Scratch.with { folder in
      for (arguments, part) in [
        (["--case", "smal"], "did you mean \"small\"?"), (["--penalty", "l3"], "did you mean \"l2\"?"),
        (["--contender", "celr"], "celr"), (["--fractions", "0"], "--fractions"), (["--repeats", "0"], "--repeats"),
        (["--time-limit", "nan"], "--time-limit"),
      ] {
        let outcome = try Program.run(["bench", "solvers", "--rivals", "nowhere"] + arguments, in: folder)
        #expect(outcome.status == 2 && outcome.error.contains(part), "\(arguments): \(outcome.error)")
        #expect(outcome.error.split(separator: "\n").count == 1)
      }
    }
  }
}

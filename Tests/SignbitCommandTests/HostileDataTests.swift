import Foundation
import Testing

/// Data and flags that nobody should bring, through every command that reads data.
@Suite struct HostileDataTests {
  /// A table, and what `compress` must answer: 0 for tables that are odd and can be learned from.
  struct Table: CustomTestStringConvertible {
    let testDescription: String
    let content: Data
    let code: Int32

    init(_ name: String, _ code: Int32, _ content: Data) {
      (testDescription, self.code, self.content) = (name, code, content)
    }

    init(_ name: String, _ code: Int32, _ header: String, rows: Int, _ row: (Int, () -> String) -> String) {
      var numbers = Samples.Numbers(state: 31)
      let lines = (0..<rows).map { row($0) { numbers.cell() } }
      self.init(name, code, Data((header + "\n" + lines.joined(separator: "\n") + "\n").utf8))
    }
  }

  static func kind(_ i: Int, _ count: Int = 2) -> String { "k\(i % count)" }

  // 200 in five rows each take minutes in a debug build.
  #if DEBUG
    static let manyClasses = 40
  #else
    static let manyClasses = 200
  #endif

  static let tables: [Table] = [
    Table("ragged", 3, "a,b,y", rows: 20) { i, x in i == 7 ? "1,\(kind(i))" : "\(x()),\(x()),\(kind(i))" },
    Table("a row too long", 3, "a,b,y", rows: 20) { i, x in "\(x()),\(x()),\(kind(i))" + (i == 7 ? ",1" : "") },
    Table("text among numbers", 3, "a,b,y", rows: 20) { i, x in "\(i == 9 ? "x" : x()),\(x()),\(kind(i))" },
    Table("infinite", 3, "a,b,y", rows: 20) { i, x in "\(i == 9 ? "inf" : x()),\(x()),\(kind(i))" },
    Table("infinite by size", 3, "a,b,y", rows: 20) { i, x in "\(i == 9 ? "1e400" : x()),\(x()),\(kind(i))" },
    Table("no number", 3, "a,b,y", rows: 20) { i, x in "\(i == 9 ? "nan" : x()),\(x()),\(kind(i))" },
    Table("gap", 3, "a,b,y", rows: 20) { i, x in "\(i == 9 ? "" : x()),\(x()),\(kind(i))" },
    Table("duplicate headers", 3, "a,a,y", rows: 20) { i, x in "\(x()),\(x()),\(kind(i))" },
    Table("constant column", 0, "a,b,y", rows: 20) { i, x in "7,\(x()),\(kind(i))" },
    Table("constant columns", 0, "a,b,y", rows: 20) { i, _ in "7,8,\(kind(i))" },
    Table("zeros", 0, "a,b,y", rows: 20) { i, _ in "0,0,\(kind(i))" },
    Table("constant target", 0, "a,b,y", rows: 20) { _, x in "\(x()),\(x()),3.5" },
    Table("one class", 3, "a,b,y", rows: 20) { _, x in "\(x()),\(x()),k" },
    Table("one row", 3, "a,b,y", rows: 1) { _, x in "\(x()),\(x()),k" },
    Table("two rows", 3, "a,b,y", rows: 2) { i, x in "\(x()),\(x()),\(kind(i))" },
    Table("two rows of values", 3, "a,b,y", rows: 2) { _, x in "\(x()),\(x()),\(x())" },
    Table("three rows of values", 0, "a,b,y", rows: 3) { _, x in "\(x()),\(x()),\(x())" },
    Table("one feature", 0, "a,y", rows: 20) { i, x in "\(x()),\(kind(i))" },
    Table("no feature", 3, "y", rows: 20) { i, _ in kind(i) },
    Table("many classes", 0, "a,b,y", rows: 5 * manyClasses) { i, x in "\(x()),\(x()),\(kind(i, manyClasses))" },
    Table("as many classes as rows", 3, "a,b,y", rows: 200) { i, x in "\(x()),\(x()),\(kind(i, 200))" },
    Table("huge features", 3, "a,b,y", rows: 20) { i, x in "\(x())e300,\(x()),\(kind(i))" },
    Table("huge targets", 3, "a,b,y", rows: 40) { _, x in "\(x()),\(x()),\(x())e300" },
    Table("tiny features", 0, "a,b,y", rows: 20) { i, x in "\(x())e-310,\(x()),\(kind(i))" },
    // Their weights are beyond Float16.
    Table("small features", 0, "a,b,y", rows: 20) { i, x in "\(x())e-7,\(x())e-7,\(kind(i))" },
    Table("more columns than rows", 0, (0..<300).map { "c\($0)" }.joined(separator: ",") + ",y", rows: 12) { i, x in
      (0..<300).map { _ in x() }.joined(separator: ",") + ",\(kind(i))"
    },
    Table("only a header", 3, Data("a,b,y\n".utf8)),
    Table("only line breaks", 3, Data(String(repeating: "\n", count: 500).utf8)),
    Table("only commas", 3, Data(String(repeating: ",,,\n", count: 500).utf8)),
    Table("an open quote", 3, Data(("a,b,y\n1,2,\"u\n" + String(repeating: "3,4,v\n", count: 300)).utf8)),
    Table("zero bytes", 3, Data(count: 1000)),
    Table("nothing", 3, Data()),
    Table("no UTF-8", 3, Data("a,b,y\n1,2,".utf8) + Data([0xFF, 0xFE, 0x0A])),
  ]

  @Test(arguments: tables) func everyTable(table: Table) throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.succeed(["compress", "animals.csv", "--out", "kept"] + Samples.quick, in: folder)
      // A path with spaces, signs of a shell and letters beyond ASCII.
      let name = "my dätä; $(資料) '\".csv"
      try folder.write(table.content, to: name)
      let bytes = table.content.count
      let made = try Program.expectOrderly(
        ["compress", name, "--target=-1"], in: folder, codes: [table.code], bytes: bytes)
      #expect((made.status == 0) == (folder.names("signbit-out") != nil))
      for command in ["evaluate", "predict"] {
        // Six features and their kinds are not these.
        let outcome = try Program.expectOrderly(
          [command, "kept/model.signbit", name, "--target=-1"], in: folder, codes: [3], bytes: bytes)
        #expect(outcome.output.isEmpty)
      }
      if made.status == 0 {
        for command in ["evaluate", "predict"] {
          _ = try Program.expectOrderly(
            [command, "signbit-out/model.signbit", name, "--target=-1"], in: folder, codes: [0], bytes: bytes)
        }
      }
    }
  }

  @Test func numbersBeyondFloat32AreNotPredicted() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write("1,2,3,4,5,6\n1,1e300,1,1,1,1\n", to: "huge.csv")
      _ = try Program.succeed(["compress", "animals.csv"] + Samples.quick, in: folder)
      for format in ["csv", "npy", "json", "jsonl"] {
        let outcome = try Program.expectOrderly(
          ["predict", "signbit-out/model.signbit", "huge.csv", "--header", "no", "--scores", "--as", format],
          in: folder,
          codes: [3], bytes: 100)
        #expect(outcome.error.contains("sample 2") && outcome.output.isEmpty)
      }
    }
  }

  /// From 2⁵³ on every Float64 is whole, which makes no class of it.
  @Test func hugeTargetsAreNoClasses() throws {
    try Scratch.with { folder in
      try folder.write("a,y\n1,1e300\n2,2e300\n3,1e300\n4,2e300\n5,1e300\n6,2e300\n", to: "huge.csv")
      let outcome = try Program.expectOrderly(["compress", "huge.csv"], in: folder, codes: [3], bytes: 100)
      #expect(outcome.error.contains("targets"), "\(outcome.error)")
    }
  }

  @Test func placesThatAreNoFiles() throws {
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      try folder.write(Data(), to: "zero")
      _ = try Program.succeed(["compress", "animals.csv", "--out", "kept"] + Samples.quick, in: folder)
      _ = try Program.shell("mkdir folder && mkfifo pipe", in: folder)
      for place in [
        "folder", "/dev/null", "/dev/zero", "/dev/full", "/proc/self/mem", "nosuch", "zero", "animals.csv/x",
      ] {
        for arguments in [
          ["compress", place], ["inspect", place], ["evaluate", place, "animals.csv"],
          ["predict", place, "animals.csv"],
          ["evaluate", "kept/model.signbit", place], ["predict", "kept/model.signbit", place],
        ] {
          let outcome = try Program.expectOrderly(arguments, in: folder, codes: [3], bytes: 0)
          #expect(outcome.output.isEmpty)
        }
      }
      // Standard input: nothing, a folder, and a device without an end, of which little is read.
      for input in ["/dev/null", folder.full("folder"), "/dev/zero"] {
        for arguments in [["compress", "-"], ["inspect", "-"], ["predict", "kept/model.signbit", "-"]] {
          let outcome = try Program.expectOrderly(arguments, in: folder, codes: [3], bytes: 1_000_000, input: input)
          #expect(outcome.error.contains("standard input") && outcome.output.isEmpty)
        }
      }
      // A pipe is as good as a file, unless it brings nothing.
      let quick = Samples.quick.joined(separator: " ")
      let filled = try Program.shell("cat animals.csv > pipe & signbit compress pipe \(quick); wait", in: folder)
      #expect(filled.status == 0 && filled.error == "")
      let empty = try Program.shell("cat /dev/null > pipe & signbit compress pipe --out none; wait $!", in: folder)
      #expect(isOneLine(empty.error) && folder.names("none") == nil)
    }
  }

  /// What must be refused, and with which code.
  @Test func absurdFlags() throws {
    let usage = [
      "--test -3", "--test=-3", "--test nan", "--test inf", "--test 1e400", "--test 1e18", "--test 9223372036854775808",
      "--lambda -1", "--lambda -1,2", "--lambda nan", "--lambda 1e400", "--lambda ,", "--threads 0", "--threads -2",
      "--threads 1e3", "--seed 99999999999999999999", "--seed -1", "--limit 0", "--limit -9223372036854775808",
      "--validation nan", "--validation -0.5", "--validation 1", "--corrupt nan", "--corrupt -1", "--per-class 0",
      "--per-class -1", "--per-class 1e30", "--max-bytes 9223372036854775808", "--max-error -0.1", "--max-latency nan",
      "--penalty ,", "--formats ,", "--classes ,", "--classes cat,cat", "--json -3", "--standardize=yes",
    ]
    let sources: [(String, Int32, String)] =
      usage.map { ("animals.csv " + $0, 2, "") } + [
        ("animals.csv --limit 1", 3, "only 1"), ("animals.csv --limit 2", 3, "class"),
        ("animals.csv --target 99", 3, "99"),
        ("animals.csv --target -99", 3, "-99"), ("animals.csv --target 9223372036854775808", 3, "9223372036854775808"),
        ("mixture:d=8,n=40,k=2 --test nan", 2, "nan"), ("mixture:d=8,n=40,k=2 --test 1e300", 2, "e+300"),
        ("mixture:d=8,n=40,k=2 --test inf", 2, "inf"),
        ("mixture:d=8,n=40,k=2 --test -5", 2, "-5"), ("mixture:d=8,n=40,k=2 --test 100000000000000", 2, "100,000"),
        ("mixture:d=1000000000,n=1000000000", 2, "mixture: d"), ("mixture:d=8,n=40,k=2,r=nan", 2, "nan"),
      ]
    try Scratch.with { folder in
      try folder.write(Samples.animals(), to: "animals.csv")
      _ = try Program.succeed(["compress", "animals.csv", "--out", "kept"] + Samples.quick, in: folder)
      for (line, code, word) in sources {
        let words = line.split(separator: " ").map(String.init)
        let outcome = try Program.expectOrderly(["compress"] + words, in: folder, codes: [code], bytes: 4000)
        // The parser would take a negative number for a flag and the value for missing.
        #expect(!outcome.error.contains("missing value"), "\(line): \(outcome.error)")
        #expect(word.isEmpty || outcome.error.contains(word), "\(line): \(outcome.error)")
        #expect(outcome.output.isEmpty && folder.names("signbit-out") == nil, "\(line)")
      }
      // Odd and possible.
      for flags in [
        "--threads 1000000", "--limit 9223372036854775807", "--validation 1e-9", "--validation 1e-300",
        "--validation 1e-320", "--validation 0.99999", "--corrupt 1", "--lambda 1e300", "--test 1e-9", "--test 0",
        "--penalty l2,l2 --formats sign,sign", "--seed 18446744073709551615",
      ] {
        let forms = flags.contains("--formats") ? [] : ["--formats", "f32,sign"]
        _ = try Program.expectOrderly(
          ["compress", "animals.csv"] + flags.split(separator: " ").map(String.init) + forms, in: folder, codes: [0],
          bytes: 4000)
      }
      for flags in ["--test -1", "--test 0", "--test 90", "--limit 0", "--limit -1", "--classes ,", "--per-class 0"] {
        let outcome = try Program.expectOrderly(
          ["evaluate", "kept/model.signbit", "animals.csv"] + flags.split(separator: " ").map(String.init), in: folder,
          codes: [2], bytes: 4000)
        #expect(outcome.output.isEmpty)
      }
    }
  }
}

import Foundation
import Testing

@Suite struct RefusalTests {
  /// What the arguments below may name.
  private func withFiles(_ work: (Scratch) throws -> Void) throws {
    try Scratch.with { folder in
      let animals = Samples.animals()
      try folder.write(animals, to: "animals.csv")
      try folder.write(Samples.prices(), to: "prices.csv")
      try folder.write("a,b,y\n1,2,u\n3,nan,v\n4,5,u\n6,7,v\n", to: "nan.csv")
      try folder.write("1,2,u\n3,4,u\n5,6,u\n7,8,u\n", to: "one.csv")
      try folder.write("1,2,u\n3,4,w\n5,6,u\n7,8,w\n9,9,v\n", to: "late.csv")
      try folder.write("a,b,y\n", to: "norows.csv")
      try folder.write("y\nu\nv\n", to: "nocolumns.csv")
      try folder.write("", to: "empty.csv")
      try folder.write(idxImages(count: 5, declared: 9), to: "cut-images-idx3-ubyte")
      try folder.write(idxImages(count: 0, declared: 0), to: "zero-images-idx3-ubyte")
      _ = try Program.succeed(["compress", "animals.csv"] + Samples.quick, in: folder)
      let model = try folder.read("signbit-out/model.signbit")
      try folder.write(model, to: "model.signbit")
      try folder.write(model.dropLast(7), to: "cut.signbit")
      var flipped = model
      flipped[model.count / 2] ^= 4
      try folder.write(flipped, to: "flipped.signbit")
      try folder.write(model + Data([0]), to: "longer.signbit")
      try folder.write(Data(), to: "empty.signbit")
      try work(folder)
    }
  }

  @Test func everyRefusalIsOneLineWithTheRightCode() throws {
    // Arguments, exit code, what the sentence must contain.
    let cases: [(String, Int32, [String])] = [
      ("compress --lamda 3", 2, ["--lamda", "did you mean", "--lambda"]),
      ("compres", 2, ["\"compres\"", "did you mean \"compress\"?"]),
      ("theory mixtur", 2, ["did you mean \"mixture\"?"]),
      ("simulate mixtur", 2, ["did you mean \"mixture\"?"]),
      ("compress animals.csv more.csv", 2, ["more.csv"]),
      ("compress animals.csv --penalty l3", 2, ["\"l3\"", "did you mean \"l2\"?"]),
      ("compress animals.csv --penalty ridge", 2, ["\"ridge\"", "l2, l1, linf"]),
      ("compress animals.csv --formats sing", 2, ["\"sing\"", "did you mean \"sign\"?"]),
      ("compress animals.csv --bits 9", 2, ["--bits", "\"9\""]),
      ("compress animals.csv --bits 1 --formats sign", 2, ["--formats"]),
      ("compress animals.csv --penalty l1 --formats sign --rounding data-aware", 2, ["plain to --rounding"]),
      ("compress animals.csv --lambda 1,x", 2, ["--lambda", "\"x\""]),
      ("compress animals.csv --lambda nan", 2, ["--lambda"]),
      ("compress animals.csv --lambda=-1", 2, ["--lambda", "-1"]),
      ("compress animals.csv --lambda 0", 2, ["--lambda"]),
      ("compress animals.csv --max-bytes=-1", 2, ["--max-bytes"]),
      ("compress animals.csv --max-error nan", 2, ["--max-error"]),
      ("compress animals.csv --threads 0", 2, ["--threads"]),
      ("compress animals.csv --seed x", 2, ["--seed"]),
      ("compress animals.csv --seed", 2, ["--seed"]),
      ("compress animals.csv --intercept maybe", 2, ["maybe"]),
      ("compress animals.csv --split random", 2, ["\"random\"", "ordered, shuffled"]),
      ("compress animals.csv --test 90", 2, ["90 of 90 rows"]),
      ("compress animals.csv --test 1.5", 2, ["between 0 and 1"]),
      ("compress animals.csv --validation 2", 2, ["--validation", "\"2\""]),
      ("compress animals.csv --corrupt 2", 2, ["corruption"]),
      ("compress prices.csv --corrupt 0.1", 2, ["real values"]),
      ("compress animals.csv --limit 0", 2, ["--limit"]),
      ("compress animals.csv --per-class 1.5", 2, ["--per-class"]),
      ("compress animals.csv --per-class 1000", 3, ["class \"cat\""]),
      ("compress animals.csv --classes cat,dgo", 2, ["did you mean \"dog\"?"]),
      ("compress animals.csv --missing skip", 2, ["--missing", "error, drop, mean"]),
      ("compress animals.csv --header maybe", 2, ["--header"]),
      ("compress animals.csv --task guess", 2, ["--task"]),
      ("compress mixture:q=3", 2, ["\"q\""]),
      ("compress mixture:d=8,n=40 --limit 10", 2, ["--limit"]),
      ("compress mixture:d=8,n=40 --test nosuch.csv", 2, ["--test"]),
      ("compress animals.csv --target knd", 3, ["did you mean \"kind\"?"]),
      ("compress nosuch.csv", 3, ["nosuch.csv: there is no such file"]),
      ("compress .", 3, ["folder"]),
      ("compress animals.csv --test nosuch.csv", 3, ["nosuch.csv: there is no such file"]),
      ("compress animals.csv --test prices.csv", 3, ["prices.csv", "no column"]),
      ("compress nan.csv", 3, ["nan.csv, line 3, column 2 (b)", "nan", "--missing"]),
      ("compress one.csv", 3, ["only the class \"u\""]),
      ("compress late.csv --split ordered --test 1", 3, ["class \"v\" has no training row"]),
      ("compress prices.csv --task classify", 3, ["prices.csv", "distinct numbers", "leave out --task classify"]),
      ("theory sgd --spectrum data:animals.csv --target kind", 3, ["expected a number", "numbers with --target"]),
      ("compress norows.csv", 3, ["norows.csv", "no rows"]),
      ("compress nocolumns.csv", 3, ["nocolumns.csv", "no features"]),
      ("compress empty.csv", 3, ["empty.csv", "empty"]),
      ("compress cut-images-idx3-ubyte --target animals.csv", 3, ["cut-images-idx3-ubyte", "9 × 2 × 2", "incomplete"]),
      ("compress zero-images-idx3-ubyte --target animals.csv", 3, ["zero-images-idx3-ubyte", "empty"]),
      ("inspect nosuch.signbit", 3, ["nosuch.signbit"]),
      ("inspect cut.signbit", 3, ["cut.signbit", "early"]),
      ("inspect flipped.signbit", 3, ["flipped.signbit", "damaged"]),
      ("inspect longer.signbit", 3, ["longer.signbit", "1 bytes"]),
      ("inspect empty.signbit", 3, ["empty.signbit"]),
      ("inspect animals.csv", 3, ["not a model file"]),
      ("predict cut.signbit animals.csv --target kind", 3, ["cut.signbit"]),
      ("evaluate flipped.signbit animals.csv", 3, ["flipped.signbit"]),
      ("predict model.signbit prices.csv --target price", 3, ["6 features", "have 5"]),
      ("predict model.signbit animals.csv --as npz", 2, ["did you mean \"npy\"?"]),
      ("predict model.signbit animals.csv --test 0.25", 2, ["--test"]),
      ("predict model.signbit animals.csv --target kind --limit=-3", 2, ["--limit"]),
      ("predict - - ", 2, ["standard input"]),
      ("predict", 2, ["<model>"]),
      ("evaluate model.signbit prices.csv", 3, ["real targets"]),
      ("evaluate model.signbit digits", 3, ["class \"0\""]),
      ("completion tcsh", 2, ["\"tcsh\""]),
      ("theory mixture --law exakt", 2, ["did you mean \"exact\"?"]),
      ("theory mixture --lambda 0", 2, ["positive λ"]),
      ("theory mixture --penalty elastic-net:2", 2, ["\"elastic-net:2\""]),
      ("theory mixture --formats int9", 2, ["\"int9\""]),
      ("theory mixture --prune 1", 2, ["--prune"]),
      ("theory mixture --draws 1", 2, ["--draws"]),
      ("theory mixture --classes 3 --priors 1,2", 2, ["--priors"]),
      ("theory mixture --priors 1,2 --law large-lambda", 2, ["\"exact\""]),
      ("theory mixture --groups nothing.csv", 3, ["nothing.csv"]),
      ("simulate mixture --trials 0", 2, ["--trials"]),
      ("simulate mixture --classes 1", 2, ["classes"]),
      ("simulate features --trials 0", 2, ["--trials"]),
      ("simulate features --test-samples 1", 2, ["--test-samples"]),
      ("simulate features --mirror q:3 --lambda 1", 2, ["λ = 0", "--lambda"]),
      ("simulate features --mirror q:3 --widths 50 --samples 50", 2, ["--samples", "50"]),
      ("simulate features --step-size 1", 2, ["--fit mirror-descent"]),
      ("simulate features --widths 60 --samples 9 --fit mirror-descent --step-size nan", 2, ["step"]),
      ("simulate features --samples 100000000", 2, ["GB", "--threads 1"]),
      ("simulate mixture --penalty elastic", 2, ["\"elastic\""]),
      ("simulate mixture --corruption 2", 2, ["corruption"]),
      ("compress digits --fit mirror-decent", 2, ["did you mean \"mirror-descent\"?"]),
      ("compress digits --fit mirror-descent --families linear", 2, ["--fit", "random-features"]),
      ("compress digits --fit mirror-descent --width 90000", 2, ["90,000", "at most 24,892", "direct"]),
      ("compress animals.csv --out animals.csv/out", 1, ["animals.csv", "folder"]),
      ("compress animals.csv --out /proc/nowhere", 1, ["/proc/nowhere", "cannot be written"]),
      ("predict model.signbit animals.csv --target kind --out /proc/nowhere", 1, ["/proc/nowhere"]),
    ]
    try withFiles { folder in
      let before = folder.names()
      for (line, code, words) in cases {
        let outcome = try Program.run(line.split(separator: " ").map(String.init), in: folder)
        #expect(outcome.status == code && outcome.exited, "\(line): \(outcome.status)")
        #expect(isOneLine(outcome.error), "\(line): \(outcome.error)")
        for word in words { #expect(outcome.error.contains(word), "\(line): \(outcome.error)") }
        #expect(outcome.output.isEmpty, "\(line): \(outcome.text)")
      }
      #expect(folder.names() == before)
    }
  }

  @Test func unknownWishesAboutTheMachine() throws {
    try Scratch.with { folder in
      for (variable, value) in [("SIGNBIT_KERNELS", "nonsense"), ("SIGNBIT_BLAS", "/nonexistent.so")] {
        for command in [["compress"], ["doctor"]] {
          let outcome = try Program.run(command, in: folder, environment: [variable: value])
          #expect(outcome.status == 2 && outcome.output.isEmpty)
          #expect(isOneLine(outcome.error) && outcome.error.contains(variable) && outcome.error.contains(value))
        }
      }
      #expect(folder.names() == [])
    }
  }

  @Test func plainAlgebraChoosesTheSame() throws {
    try Scratch.with { folder in
      // All digits in release; in debug the plain twin would take minutes.
      #if DEBUG
        let arguments = [
          "compress", "digits", "--families", "linear", "--limit", "200", "--formats", "f32,int2,sign", "--json",
        ]
      #else
        let arguments = ["compress", "digits", "--families", "linear", "--json"]
      #endif
      let usual = try Candidate.chosen(try Program.succeed(arguments, in: folder).object())
      let plain = try Candidate.chosen(
        try Program.succeed(arguments, in: folder, environment: ["SIGNBIT_BLAS": "plain"]).object())
      for key in ["penalty", "format", "status"] { #expect(usual[key] as? String == plain[key] as? String) }
      for key in ["lambdaFraction", "validationError", "testError"] {
        let (a, b) = (try #require(usual[key] as? Double), try #require(plain[key] as? Double))
        #expect((1000 * a).rounded() == (1000 * b).rounded(), "\(key): \(a) and \(b)")
      }
      let doctor = try Program.succeed(["doctor"], in: folder, environment: ["SIGNBIT_BLAS": "plain"])
      #expect(doctor.text.contains("plain C"))
    }
  }

  @Test func aRefusalLeavesNoFolderBehind() throws {
    try Scratch.with { folder in
      try folder.write("a,b,y\n1,2,0\n3,nan,1\n", to: "gap.csv")
      #expect(try Program.run(["compress", "gap.csv"], in: folder).status == 3)
      #expect(folder.names() == ["gap.csv"])
    }
  }
}

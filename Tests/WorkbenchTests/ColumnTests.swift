import DataModels
import Foundation
import Messages
import Testing
import Workbench

/// Columns go by their names, not by their places.
@Suite struct ColumnTests {
  private func same(_ a: Compress.Product, _ b: Compress.Product) -> Bool {
    a.answer.path == b.answer.path
      && a.answer.candidates.map(\.choiceText) == b.answer.candidates.map(\.choiceText)
      && a.answer.candidates.map(\.testError) == b.answer.candidates.map(\.testError)
  }

  /// The text with its columns in another order, the target being number 5.
  private func text(_ table: Table, columns: [Int], header: Bool = true) -> String {
    let lines = table.text.split(separator: "\n").dropFirst(header ? 0 : 1)
    return lines.map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return columns.map { String(cells[$0]) }.joined(separator: ",") + "\n"
    }.joined()
  }

  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test func aTestFileInAnotherOrderIsTheSameTestFile() throws {
    try withFolder { folder in
      let (training, test) = (Table.animals(rows: 60), Table.animals(rows: 30, seed: 11))
      let path = folder + "/test.csv"
      try write(test.text, path)
      let expected = try training.compressedBriefly(in: folder) { $0.data.test = path }
      for (columns, target) in [
        ([3, 0, 5, 2, 1, 4], nil), ([5, 4, 3, 2, 1, 0], "target"), ([1, 5, 0, 4, 2, 3], "6"),
      ] {
        try write(text(test, columns: columns), path)
        let product = try training.compressedBriefly(in: folder) { ($0.data.test, $0.data.target) = (path, target) }
        #expect(same(product, expected), "\(columns)")
        #expect(product.modelFile == expected.modelFile)
      }
      // Without names there are places only.
      try write(text(test, columns: [0, 1, 2, 3, 4, 5], header: false), path)
      #expect(same(try training.compressedBriefly(in: folder) { $0.data.test = path }, expected))
    }
  }

  @Test func columnsThatOneFileLacksAreNamed() throws {
    try withFolder { folder in
      let path = folder + "/test.csv"
      func refused(_ columns: [Int], renamed: (String, String)? = nil) throws -> Refusal? {
        var test = Table.animals(rows: 30, seed: 11)
        if let renamed { test.names[test.names.firstIndex(of: renamed.0)!] = renamed.1 }
        try write(text(test, columns: columns), path)
        return refusal { try Table.animals(rows: 60).compressedBriefly(in: folder) { $0.data.test = path } }
      }
      let missing = try refused([0, 1, 3, 4, 5])
      #expect(missing?.kind == .input && missing?.message.hasPrefix("\(path): there is no column \"c\"") == true)
      let renamed = try refused([5, 0, 1, 2, 3, 4], renamed: ("d", "delta"))
      #expect(renamed?.message.hasPrefix("\(path): there is no column \"d\"") == true)
      // One column more in the test file: here a copy of the third.
      var wide = Table.animals(rows: 30, seed: 11)
      wide.names.append("g")
      for i in wide.features.indices { wide.features[i].append(wide.features[i][2]) }
      try write(wide.text, path)
      let surplus = refusal { try Table.animals(rows: 60).compressedBriefly(in: folder) { $0.data.test = path } }
      #expect(surplus?.kind == .input && surplus?.message.hasPrefix("\(path): found the column \"g\"") == true)
    }
  }

  @Test func aModelKnowsItsColumns() throws {
    try withFolder { folder in
      let training = Table.animals(rows: 60)
      let model = folder + "/model.signbit"
      try Data(try #require(try training.compressedBriefly(in: folder).modelFile)).write(
        to: URL(fileURLWithPath: model))
      let path = folder + "/new.csv"
      var data = DataRequest()
      data.source = path
      try write(training.text, path)
      let error = try Evaluate(model: model, data: data, seed: 1)().error
      data.target = "target"
      let labels = try Predict(model: model, data: data, format: .csv, scores: true)()
      for columns in [[1, 0, 2, 3, 4, 5], [5, 0, 1, 2, 4, 3]] {
        try write(text(training, columns: columns), path)
        for refused in [
          refusal { try Evaluate(model: model, data: data, seed: 1)() },
          refusal { try Predict(model: model, data: data, format: .csv, scores: true)() },
        ] {
          #expect(refused?.kind == .input && refused?.message.contains("not in the order") == true)
        }
      }
      // The target may be anywhere.
      try write(text(training, columns: [5, 0, 1, 2, 3, 4]), path)
      #expect(try Predict(model: model, data: data, format: .csv, scores: true)() == labels)
      // Other names are other columns; no names are no statement.
      var renamed = training
      renamed.names[2] = "x"
      try write(renamed.text, path)
      #expect(refusal { try Evaluate(model: model, data: data, seed: 1)() }?.kind == .input)
      data.target = "6"
      try write(text(training, columns: Array(0..<6), header: false), path)
      #expect(try Evaluate(model: model, data: data, seed: 1)().error == error)
      #expect(try Predict(model: model, data: data, format: .csv, scores: true)() == labels)
    }
  }

  /// The table with names of its rows in front, which are text.
  private func withIdentifiers(_ table: Table) -> String {
    var lines = table.text.split(separator: "\n").map(String.init)
    for i in lines.indices { lines[i] = (i == 0 ? "id," : "row \(i),") + lines[i] }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: ["id", "1", "-7"])
  func ignoredColumnsAreNotThere(_ column: String) throws {
    try withFolder { folder in
      let table = Table.animals(rows: 60)
      let expected = try table.compressedBriefly(in: folder)
      let path = folder + "/table.csv"
      try write(withIdentifiers(table), path)
      var request = CompressRequest()
      request.keepToLinear()
      (request.data.source, request.data.split, request.data.ignored) = (path, .ordered, [column])
      let product = try Compress(request)()
      #expect(same(product, expected) && product.modelFile == expected.modelFile)
      #expect(product.report.contains("--ignore \(column)"))
      // A test file may lack it, or have it elsewhere.
      request.data.test = folder + "/test.csv"
      let test = Table.animals(rows: 30, seed: 11)
      try write(test.text, request.data.test!)
      let tested = try Compress(request)()
      let last = withIdentifiers(test).split(separator: "\n").map {
        let cells = $0.split(separator: ",")
        return (cells.dropFirst() + cells.prefix(1)).joined(separator: ",") + "\n"
      }
      try write(last.joined(), request.data.test!)
      #expect(same(try Compress(request)(), tested))
    }
  }

  /// Columns that the model was trained without are found by its checksum of names, and the flag is said.
  @Test func surplusColumnsAreNamed() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 60)
      let model = folder + "/model.signbit"
      try Data(try #require(try table.compressed(in: folder).modelFile)).write(to: URL(fileURLWithPath: model))
      let path = folder + "/new.csv"
      /// The table, columns 0 to 4 and the target 5, with numbers 6 and words 7 under these names.
      func refused(
        _ columns: [Int], _ names: (String, String) = ("id", "full name"), predicts: Bool = true,
        _ change: (inout DataRequest) -> Void = { _ in }
      ) throws -> String? {
        let lines = table.text.split(separator: "\n").enumerated().map { i, line in
          line + (i == 0 ? ",\(names.0),\"\(names.1)\"" : ",\(i),row \(i)") + "\n"
        }
        let cells = lines.map { line -> [String] in
          var cells = line.dropLast().split(separator: ",", maxSplits: 6).map(String.init)
          cells += cells.removeLast().split(separator: ",", maxSplits: 1).map(String.init)
          return cells
        }
        try write(cells.map { row in columns.map { row[$0] }.joined(separator: ",") + "\n" }.joined(), path)
        var data = DataRequest()
        data.source = path
        change(&data)
        let found =
          predicts
          ? refusal { try Predict(model: model, data: data, format: .csv, scores: false)() }
          : refusal { try Evaluate(model: model, data: data, seed: 1)() }
        #expect(found.map { $0.kind == .input && $0.message.hasPrefix(path) } ?? true, "\(found?.message ?? "")")
        return found?.message
      }
      for columns in [[6, 7, 0, 1, 2, 3, 4], [0, 6, 1, 2, 7, 3, 4], [0, 1, 2, 3, 4, 6, 7]] {
        let message = try refused(columns)
        #expect(message?.hasSuffix("without; leave them out with --ignore 'id,full name'") == true, "\(message ?? "–")")
      }
      let all = [6, 0, 1, 7, 2, 3, 4, 5]
      #expect(try refused(all, predicts: false)?.hasSuffix("with --ignore 'id,full name'") == true)
      #expect(try refused(all, predicts: false) { $0.ignored = ["1"] }?.hasSuffix("--ignore '1,full name'") == true)
      #expect(try refused(all) { $0.target = "target" }?.hasSuffix("with --ignore 'id,full name'") == true)
      #expect(try refused(all) { ($0.target, $0.ignored) = ("-1", ["1", "full name"]) } == nil)
      #expect(try refused(all, predicts: false) { $0.ignored = ["1", "full name"] } == nil)
      // A name that the flag would take apart goes by its number.
      #expect(
        try refused([0, 1, 6, 2, 3, 4, 7], ("7", "last, first")) { $0.header = "yes" }?.hasSuffix("--ignore 3,7")
          == true)
      // The default target is the last column, here a feature.
      #expect(try refused([5, 0, 1, 2, 3, 4], predicts: false)?.hasSuffix("name that with --target target") == true)
      #expect(try refused([5, 6, 0, 1, 2, 3, 4], predicts: false)?.contains("one of target, id,") == true)
      // Where the others are not what the model knows, no flag helps.
      for columns in [[6, 1, 0, 2, 3, 4], [6, 0, 1, 2, 3, 7, 5]] {
        #expect(try refused(columns)?.contains("without") == false)
      }
    }
  }

  @Test func newSamplesNeedNotCarryIgnoredColumns() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 60)
      let model = folder + "/model.signbit"
      try Data(try #require(try table.compressedBriefly(in: folder).modelFile)).write(to: URL(fileURLWithPath: model))
      let path = folder + "/new.csv"
      var data = DataRequest()
      (data.source, data.target) = (path, "target")
      try write(table.text, path)
      let labels = try Predict(model: model, data: data, format: .csv, scores: false)()
      data.ignored = ["id"]
      #expect(try Predict(model: model, data: data, format: .csv, scores: false)() == labels)
      let error = try Evaluate(model: model, data: data, seed: 1)().error
      try write(withIdentifiers(table), path)
      #expect(try Predict(model: model, data: data, format: .csv, scores: false)() == labels)
      #expect(try Evaluate(model: model, data: data, seed: 1)().error == error)
    }
  }

  @Test func whatWasMadeOfTheDataIsSaid() throws {
    try withFolder { folder in
      var gaps = Table.animals()
      for i in [3, 8, 70] { gaps.features[i][1] = .nan }
      gaps.features[8][2] = .nan
      func remarks(_ table: Table, _ missing: String = "error", _ change: (inout DataRequest) -> Void = { _ in }) throws
        -> [String]
      {
        try table.compressedBriefly(in: folder) {
          ($0.data.missing, $0.penalties) = (missing, ["l2"])
          change(&$0.data)
        }.answer.data.remarks
      }
      #expect(try remarks(Table.animals(), "mean").isEmpty)
      #expect(try remarks(gaps, "drop") == ["3 rows with missing values were left out"])
      let filled = try remarks(gaps, "mean")
      #expect(
        filled.count == 1 && filled[0].hasPrefix("4 missing cells took the means") && filled[0].contains("predict"))
      #expect(
        try remarks(gaps, "mean") { $0.standardize = true } == ["4 missing cells took the means of the training rows"])
      var ratings = Table.prices(rows: 80)
      ratings.targets = ratings.targets.map { "\(max(1, min(5, Int(Double($0)!.rounded()) + 2)))" }
      #expect(
        try remarks(ratings)
          == [
            "The target has \(Set(ratings.targets).count) distinct whole numbers, taken for classes; for amounts say --task regress"
          ]
      )
      #expect(try remarks(ratings) { $0.task = "classify" }.isEmpty)
      #expect(try remarks(ratings) { $0.task = "regress" }.isEmpty)
    }
  }

  /// A column that was guessed is named as a guess; targets that are no column have no name.
  @Test func theTargetIsNamed() throws {
    try withFolder { folder in
      let table = Table.animals(rows: 60)
      func data(_ change: (inout DataRequest) -> Void) throws -> DataSummary {
        try table.compressedBriefly(in: folder) {
          $0.penalties = ["l2"]
          change(&$0.data)
        }.answer.data
      }
      let guessed = try data { _ in }
      #expect(guessed.target == "target" && guessed.targetIsDefault)
      #expect(guessed.text.contains(", target target (the last column; --target chooses another). "))
      let given = try data { ($0.target, $0.ignored) = ("1", ["target"]) }
      #expect(given.target == "a" && !given.targetIsDefault && given.text.contains("regression, target a. "))
      try write("1,2\n2,4\n3,6.5\n4,8\n5,9\n6,13\n7,14\n8,17\n", folder + "/bare.csv")
      let unnamed = try data { ($0.source, $0.header) = (folder + "/bare.csv", "no") }
      #expect(unnamed.target == "column 2" && unnamed.targetIsDefault)
      let model = folder + "/model.signbit"
      let product = try table.compressedBriefly(in: folder) { $0.penalties = ["l2"] }
      try Data(try #require(product.modelFile)).write(to: URL(fileURLWithPath: model))
      for target in [nil, "target"] {
        var request = DataRequest()
        (request.source, request.target) = (folder + "/table.csv", target)
        let evaluated = try Evaluate(model: model, data: request, seed: 1)().data
        #expect(evaluated.target == "target" && evaluated.targetIsDefault == (target == nil))
      }
      var digits = CompressRequest()
      digits.keepToLinear()
      (digits.data.limit, digits.penalties) = (200, ["l2"])
      let builtIn = try Compress(digits)().answer.data
      #expect(builtIn.target == nil && !builtIn.targetIsDefault && !builtIn.text.contains("target"))
    }
  }

  @Test func theNextCommandHasTheFlagsThatItNeeds() {
    var data = DataRequest()
    #expect(data.predictCommand(model: "out/model.signbit") == "signbit predict out/model.signbit digits")
    (data.source, data.ignored, data.missing) = ("some/where/my train.csv", ["id", "old name"], "mean")
    #expect(data.predictCommand(model: "m") == "signbit predict m NEW.csv --ignore 'id,old name'")
    data.standardize = true
    data.header = "no"
    #expect(
      data.predictCommand(model: "m") == "signbit predict m NEW.csv --ignore 'id,old name' --header no --missing mean")
  }

  @Test func builtInDataAreRegressedOrRefused() throws {
    var request = CompressRequest()
    request.keepToLinear()
    (request.data.task, request.data.limit, request.penalties) = ("regress", 200, ["l2"])
    let answer = try Compress(request)().answer
    #expect(answer.data.task == "regress" && answer.data.classes.isEmpty)
    for (flag, change) in [
      ("--task regress", { $0.task = "regress" }), ("--target", { $0.target = "1" }),
      ("--ignore", { $0.ignored = ["1"] }),
    ] as [(String, (inout DataRequest) -> Void)] {
      request = CompressRequest()
      request.data.source = "mixture:d=10,n=30,k=2"
      change(&request.data)
      let refused = refusal { try Compress(request)() }
      #expect(refused?.kind == .usage && refused?.message.contains(flag) == true)
    }
  }
}

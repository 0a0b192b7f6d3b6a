import DataModels
import FeatureMaps
import LinearAlgebra
import Messages
import PackedInference
import Testing
import Workbench

/// Binary networks in the main job, on small tables.
@Suite struct BinaryNetworkTests {
  /// Three classes by the sum of some of twelve features.
  private static func votes(rows: Int = 300, seed: UInt64 = 6) -> Table {
    var numbers = Table.Numbers(state: seed)
    var table = Table(names: (0..<12).map { "x\($0)" }, features: [], targets: [])
    for _ in 0..<rows {
      let x = (0..<12).map { _ in numbers.next() }
      let sum = x[0] + x[1] + x[2] - x[3] - x[4]
      table.features.append(x)
      table.targets.append(sum < -0.5 ? "low" : sum > 0.5 ? "high" : "middle")
    }
    return table
  }

  private func compressed(
    _ table: Table, _ change: (inout CompressRequest) -> Void = { _ in }
  ) throws -> Compress.Product {
    var product: Compress.Product?
    try withFolder { folder in
      product = try table.compressed(in: folder) { request in
        request.families = ["binary-network"]
        request.randomFeatures.widths = [[24]]
        request.binaryNetworks.epochs = 15
        change(&request)
      }
    }
    return try #require(product)
  }

  /// A row for each width and form; the file is what was measured.
  @Test func rowsAndTheFile() throws {
    let table = Self.votes()
    let product = try compressed(table) { request in
      request.randomFeatures.widths = [[24], [16, 12]]
      request.formats = ["int8", "int4", "sign", "f32"]
      request.data.test = "80"
      request.data.split = .ordered
    }
    let rows = product.answer.candidates
    #expect(rows.map(\.format) == ["int8", "int4", "sign", "int8", "int4", "sign"])
    #expect(rows.map(\.bits) == [8, 4, 1, 8, 4, 1] && rows.map(\.depth) == [1, 1, 1, 2, 2, 2])
    #expect(rows.allSatisfy { $0.family == "binary-network" && $0.map == "binary" && $0.surrogate == "hard-tanh" })
    #expect(rows.allSatisfy { $0.status == "trained" && $0.algorithm == "adam" && (1...15).contains($0.iterations) })
    #expect(rows[3].layers == [16, 12] && rows[3].width == 12)
    // Two thirds are wrong without learning.
    #expect(rows.allSatisfy { $0.testError! < 0.4 && $0.validationError! < 0.4 }, "\(rows.map(\.testError))")
    let chosen = try #require(product.answer.chosen)
    let file = try #require(product.modelFile)
    let model = try ModelFile.decode(file)
    #expect(file.count == chosen.bytes && ModelFile.encode(model) == file)
    let test = table.rows(220..<300)
    let classes = ["high", "low", "middle"]
    let wrong = zip(test.features, test.targets).count { x, y in
      classes[Model.label(of: model.scores(x.map { Float($0) }))] != y
    }
    #expect(Double(wrong) / 80 == chosen.testError)
    #expect(product.report.contains("binary 24") && product.report.contains("hidden units"))
  }

  @Test func realTargets() throws {
    let product = try compressed(Table.prices(rows: 300, noise: 0.2)) { request in
      request.formats = ["int8"]
      request.randomFeatures.widths = [[48]]
      request.binaryNetworks.epochs = 40
    }
    let row = try #require(product.answer.chosen)
    #expect(try #require(row.rSquared) > 0.5)
  }

  /// Selection never sees test rows: with other test rows the models are the same but for what they say of their test error.
  @Test func testRowsChangeNothing() throws {
    let table = Self.votes()
    var other = table
    for i in 220..<300 { other.targets[i] = "low" }
    func product(_ table: Table) throws -> Compress.Product {
      try compressed(table) { request in
        request.data.test = "80"
        request.data.split = .ordered
      }
    }
    let (first, second) = (try product(table), try product(other))
    #expect(first.answer.candidates.map(\.validationError) == second.answer.candidates.map(\.validationError))
    #expect(first.answer.candidates.map(\.testError) != second.answer.candidates.map(\.testError))
    #expect(first.answer.chosen?.format == second.answer.chosen?.format)
    let models = try [first, second].map { try ModelFile.decode(try #require($0.modelFile)) }
    let samples = Matrix(rows: 80, columns: 12, elements: table.rows(220..<300).features.flatMap { $0 })
    #expect(try models[0].scores(samples) == models[1].scores(samples))
  }

  /// Other models meet networks on held-out rows, also where the table shows leave-one-out of them; with these seeds that
  /// would tell another story.
  @Test(arguments: [1, 7]) func networksAreComparedOnHeldOutRows(_ seed: UInt64) throws {
    func product(_ validation: String?) throws -> Compress.Product {
      try compressed(Self.votes(rows: 120, seed: seed)) {
        ($0.families, $0.penalties, $0.lambdas) = (["linear", "binary-network"], ["l2"], [20])
        ($0.formats, $0.roundings) = (["int8"], ["plain"])
        ($0.randomFeatures.widths, $0.data.validation) = ([[12], [16], [20], [24], [28], [32]], validation)
      }
    }
    /// Networks that a linear model beats by the errors which the table shows.
    func beaten(_ product: Compress.Product) -> Int {
      let rows = product.answer.candidates.filter { !$0.oracle }
      let linear = rows.filter(\.isLinear)
      return rows.filter(\.isNetwork).count { network in
        linear.contains { $0.bytes <= network.bytes && $0.validationError! < network.validationError! }
      }
    }
    let (leftOut, folds) = (try product(nil), try product("0.2"))
    #expect(beaten(leftOut) != beaten(folds))
    for product in [leftOut, folds] {
      let sentence = try #require(product.answer.diagnosis.first { $0.hasPrefix("Binary networks: ") })
      #expect(sentence.hasPrefix("Binary networks: \(beaten(folds)) of 6 are beaten"))
    }
  }

  /// The table says where others need fewer bytes, and where training found nothing.
  @Test func findings() throws {
    let table = Self.votes()
    let both = try compressed(table) { $0.families = ["linear", "binary-network"] }
    #expect(both.answer.diagnosis.contains { $0.hasPrefix("Binary networks: ") })
    #expect(!both.answer.diagnosis.contains { $0.hasPrefix("Training did not learn") })
    let alone = try compressed(table)
    #expect(!alone.answer.diagnosis.contains { $0.hasPrefix("Binary networks: ") })
    // Labels that have nothing to do with the features.
    var numbers = Table.Numbers(state: 8)
    var noise = table
    for i in noise.targets.indices { noise.targets[i] = numbers.next() < 0.6 ? "a" : "b" }
    let lost = try compressed(noise) { $0.formats = ["sign"] }
    #expect(lost.answer.diagnosis.contains { $0.hasPrefix("Training did not learn: binary 24 as sign") })
    print("ITER", lost.answer.candidates.map(\.iterations))
  }

  /// Whatever cannot be is refused before anything is trained.
  @Test func refusals() throws {
    let table = Self.votes(rows: 60)
    func message(_ change: (inout CompressRequest) -> Void) throws -> String {
      do {
        _ = try compressed(table, change)
        return "none"
      } catch let refusal as Refusal {
        return refusal.kind == .usage ? refusal.message : "another kind: \(refusal.message)"
      }
    }
    #expect(try message { $0.randomFeatures.widths = [[0]] }.contains("--width"))
    #expect(try message { $0.binaryNetworks.epochs = 0 }.contains("epochs"))
    #expect(try message { $0.binaryNetworks.surrogate = "hardtanh" }.contains("hard-tanh"))
    #expect(try message { $0.binaryNetworks.optimizer = "adan" }.contains("adam"))
    #expect(try message { $0.formats = ["f32"] }.contains("int8"))
    #expect(try message { $0.intercept = false }.contains("intercept"))
    #expect(try message { $0.randomFeatures.maps = ["dense"] }.contains("random-features"))
    #expect(try message { $0.randomFeatures.shifts = 1 }.contains("--image"))
    #expect(try message { $0.randomFeatures.widths = [[60_000, 60_000]] }.contains("fits"))
    #expect(try message { $0.families = ["linear"] }.contains("concerns"))
  }
}

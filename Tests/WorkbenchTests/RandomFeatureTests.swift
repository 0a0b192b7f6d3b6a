import FeatureMaps
import Foundation
import LinearAlgebra
import Messages
import PackedInference
import Testing
import Workbench

/// Random features in the main job, on small tables.
@Suite struct RandomFeatureTests {
  /// Two classes by the product of two features, which no linear model can tell apart.
  private static func product(rows: Int = 240, seed: UInt64 = 4) -> Table {
    var numbers = Table.Numbers(state: seed)
    var table = Table(names: ["a", "b", "c", "d"], features: [], targets: [])
    for _ in 0..<rows {
      let x = (0..<4).map { _ in numbers.next() }
      table.features.append(x)
      table.targets.append(x[0] * x[1] > 0 ? "same" : "other")
    }
    return table
  }

  private func compressed(_ table: Table, _ change: (inout CompressRequest) -> Void) throws -> Compress.Product {
    var product: Compress.Product?
    try withFolder { folder in
      product = try table.compressed(in: folder) { request in
        request.families = ["random-features"]
        change(&request)
      }
    }
    return try #require(product)
  }

  @Test func seeWhatLinearModelsCannot() throws {
    var product: Compress.Product?
    try withFolder { product = try Self.product().compressed(in: $0) }
    let rows = try #require(product).answer.candidates
    let linear = rows.filter { $0.isLinear && !$0.oracle }.compactMap(\.testError).min()
    let features = rows.filter { !$0.isLinear }.compactMap(\.testError).min()
    #expect(try #require(linear) > 0.3)
    #expect(try #require(features) < 0.2)
    #expect(product?.answer.chosen?.family == "random-features")
    #expect(
      product?.answer.diagnosis.contains { $0.hasPrefix("Random features, the best by validation: dense") } == true)
    // One bit and one sentence more where only linear models were asked for.
    let alone = try compressed(Self.product()) { $0.families = ["linear"] }
    #expect(!alone.answer.candidates.contains { !$0.isLinear })
    #expect(!alone.answer.diagnosis.contains { $0.hasPrefix("Random features") })
  }

  /// What the file holds is what was measured, in every form, at every store.
  @Test(arguments: ["seed", "bits"], [["dense"], ["hadamard"]]) func fileIsWhatWasMeasured(
    store: String, maps: [String]
  ) throws {
    let table = Self.product()
    for format in ["f32", "f16", "int8", "int4", "ternary", "sign"] {
      let product = try compressed(table) { request in
        request.randomFeatures.maps = maps
        request.randomFeatures.widths = [[48]]
        request.randomFeatures.store = store
        request.formats = [format]
        request.data.test = "60"
      }
      let row = try #require(product.answer.chosen)
      let file = try #require(product.modelFile)
      let model = try ModelFile.decode(file)
      #expect(row.bytes == file.count && row.format == format && model.map?.outputCount == 48)
      let wrong = (180..<240).count { i in
        let label = Model.label(of: model.scores(table.features[i].map { Float($0) }))
        return model.answer != .classes(["other", "same"]) || ["other", "same"][label] != table.targets[i]
      }
      #expect(row.testError == Double(wrong) / 60)
    }
  }

  @Test func storedBitsArePaidFor() throws {
    func bytes(_ store: String?) throws -> Int {
      try #require(
        try compressed(Self.product()) { request in
          request.randomFeatures.widths = [[64]]
          request.randomFeatures.store = store
          request.formats = ["sign"]
        }.answer.chosen
      ).bytes
    }
    // 64 rows of a byte in place of a seed of eight and its layer of two.
    #expect(try bytes("bits") == bytes(nil) + 64 - 10)
    #expect(try bytes("seed") == bytes(nil))
  }

  @Test func layersAndRotation() throws {
    let product = try compressed(Self.product()) { request in
      request.randomFeatures.widths = [[40, 30], [20]]
      request.randomFeatures.rotates = true
      request.formats = ["f32"]
    }
    #expect(product.answer.candidates.map(\.layers) == [[40, 30], [20]])
    #expect(product.answer.candidates.map(\.depth) == [2, 1] && product.answer.candidates.map(\.width) == [30, 20])
    let deep = try compressed(Self.product()) { request in
      request.randomFeatures.widths = [[24]]
      request.randomFeatures.depth = 3
      request.randomFeatures.weights = "gaussian"
      request.randomFeatures.activation = "tanh"
      request.formats = ["f32"]
    }
    #expect(deep.answer.candidates.map(\.layers) == [[24, 24, 24]])
    #expect(deep.answer.candidates.map(\.weights) == ["gaussian"])
    #expect(try ModelFile.decode(try #require(deep.modelFile)).map?.layers.count == 3)
  }

  /// Mirror descent stores what the direct solver would, to a stated distance, and says how it came there.
  @Test func mirrorDescent() throws {
    func product(_ fit: String?) throws -> Compress.Product {
      try compressed(Self.product()) { request in
        request.randomFeatures.widths = [[40], [300]]
        request.randomFeatures.fit = fit
        request.formats = ["f32", "sign"]
      }
    }
    let (direct, descent) = (try product(nil), try product("mirror-descent"))
    #expect(
      try product("direct").answer.candidates.map(\.validationError) == direct.answer.candidates.map(\.validationError))
    #expect(direct.answer.descents.isEmpty && direct.answer.candidates.allSatisfy { $0.algorithm == "cholesky" })
    #expect(descent.answer.candidates.map(\.lambda) == direct.answer.candidates.map(\.lambda))
    #expect(descent.answer.descents.map(\.model) == ["dense 40", "dense 300"])
    for (trace, row) in zip(descent.answer.descents, descent.answer.candidates.filter { $0.format == "f32" }) {
      let taken = trace.taken
      #expect(row.algorithm == "mirror-descent" && row.iterations == taken.passes && row.status == "converged")
      let (distance, bound) = (try #require(taken.distance), try #require(taken.distanceBound))
      #expect(distance <= bound && bound <= trace.tolerance && distance > 0)
      #expect(row.testError == taken.testError)
      // Too small a step is far after as many passes, and so is one that is not stable.
      let distances = trace.compared.map { $0.distance ?? .infinity }
      #expect(distances[0] > 3 * distances[3] && distances.last! > 3 * distances[3])
      #expect(trace.compared.map(\.stepSize).contains(1) && trace.compared.allSatisfy { $0.passes <= taken.passes })
      #expect(
        trace.compared.allSatisfy { abs($0.stepSizeTimesLambda / $0.stepSize - taken.stepSizeTimesLambda) < 1e-12 })
    }
    #expect(descent.report.contains("<h2>Mirror descent</h2>") && !direct.report.contains("<h2>Mirror descent</h2>"))
    func says(_ product: Compress.Product) -> Bool {
      product.answer.diagnosis.contains { $0.hasPrefix("Mirror descent found the last layers") }
    }
    #expect(says(descent) && !says(direct))
  }

  /// Scores of real targets are values.
  @Test func regression() throws {
    var table = Self.product()
    table.targets = table.features.map { "\($0[0] * $0[1] + 3)" }
    let product = try compressed(table) { $0.formats = ["f32", "int4"] }
    let row = try #require(product.answer.candidates.first)
    #expect(try #require(row.rSquared) > 0.8)
    let model = try ModelFile.decode(try #require(product.modelFile))
    #expect(model.answer == .values)
    let score = Double(model.scores(table.features[239].map { Float($0) })[0])
    #expect(abs(score - Double(table.targets[239])!) < 0.3)
  }

  /// A table of images, two classes by where a bright square lies; the shape must be said.
  @Test(arguments: ["conv", "patch"]) func images(map: String) throws {
    var numbers = Table.Numbers(state: 3)
    var table = Table(names: (0..<36).map { "p\($0)" }, features: [], targets: [])
    for i in 0..<120 {
      var pixels = (0..<36).map { _ in numbers.next() / 4 }
      let corner = (i % 2) * 3 * 7
      for place in [0, 1, 6, 7] { pixels[corner + place] += 1 }
      table.features.append(pixels)
      table.targets.append(i % 2 == 0 ? "up" : "down")
    }
    let product = try compressed(table) { request in
      request.randomFeatures.maps = [map]
      request.randomFeatures.image = [6, 6]
      request.randomFeatures.shifts = 1
      request.randomFeatures.widths = [[32]]
    }
    #expect(product.answer.candidates.allSatisfy { $0.map == map && $0.width == 32 })
    #expect(try #require(product.answer.chosen?.testError) < 0.1)
    if map == "conv" {
      let counted = try compressed(table) { request in
        request.randomFeatures.maps = [map]
        request.randomFeatures.image = [6, 6]
        request.randomFeatures.pool = "count"
        request.randomFeatures.widths = [[32]]
      }
      #expect(try #require(counted.answer.chosen?.testError) < 0.2)
    }
    #expect(throws: Refusal.self) { try compressed(table) { $0.randomFeatures.maps = [map] } }
  }

  /// A file that is small enough for its budget is taken from whichever family has the least error.
  @Test func budgetsChooseAmongAllFamilies() throws {
    try withFolder { folder in
      for limit in [300, 400, 1000, 100_000] {
        let product = try Self.product().compressed(in: folder) {
          $0.keepFewFormsInDebug()
          $0.maxBytes = limit
        }
        guard let chosen = product.answer.chosen else { continue }
        #expect(chosen.bytes <= limit)
        #expect(limit < 1000 || !chosen.isLinear)
      }
    }
  }
}

import LinearAlgebra
import Messages
import PackedInference
import Testing

@Suite struct ModelTests {
  private let variants = SampleModels.variants

  /// scores = W ((x − mean) / deviation) + intercept, within 4 · √(d + 4) · ulp of the sum of magnitudes: a
  /// term passes through four roundings more than in a plain product. See `SampleLayers.roundedSizes`.
  @Test(arguments: SampleModels.variants) func scoresFollowTheFormula(variant: SampleModels.Variant) throws {
    let model = try SampleModels.model(variant)
    let d = model.featureCount
    let matrix = model.layer.matrix
    let sizes = try SampleModels.roundedSizes(variant)
    let samples = SampleModels.samples(20, d)
    for i in 0..<20 {
      let x = samples.row(i).map { Float($0) }
      for (k, score) in model.scores(x).enumerated() {
        var sum = Double(model.intercept[k])
        var size = abs(sum)
        for j in 0..<d {
          var input = Double(x[j])
          if let standard = model.standardization {
            input = (input - Double(standard.means[j])) / Double(standard.deviations[j])
          }
          sum += matrix[k, j] * input
          size += sizes[k, j] * abs(input)
        }
        #expect(abs(Double(score) - sum) <= 4 * Double(d + 4).squareRoot() * Double(Float.ulpOfOne) * size)
      }
    }
  }

  /// At any number of threads, and across the blocks of 64 samples.
  @Test(arguments: SampleModels.variants) func batchEqualsOneAtATime(variant: SampleModels.Variant) throws {
    let model = try SampleModels.model(variant)
    let before = ThreadLimit.current
    defer { ThreadLimit.current = before }
    for count in [0, 1, 63, 64, 65, 200] {
      let samples = SampleModels.samples(count, model.featureCount)
      let alone = (0..<count).flatMap { i in model.scores(samples.row(i).map { Float($0) }) }
      for threads in [1, 2, 5] {
        ThreadLimit.current = threads
        let batch = try model.scores(samples)
        #expect(batch.rowCount == count && batch.columnCount == model.layer.rowCount)
        #expect(batch.elements.map { Float($0).bitPattern } == alone.map(\.bitPattern))
        #expect(batch.elements == alone.map { Double($0) })
      }
    }
  }

  @Test func labelIsTheFirstOfTheLargest() {
    #expect(Model.label(of: [1, 3, 2]) == 1)
    #expect(Model.label(of: [2, 3, 3]) == 1)
    #expect(Model.label(of: [0, -0.0]) == 0)
    #expect(Model.label(of: [-5]) == 0)
    #expect(Model.label(of: [-.infinity, -1]) == 1)
    #expect(Model.labels(of: Matrix(rows: 2, columns: 3, elements: [1, 3, 2, 7, 7, 7])) == [1, 0])
  }

  @Test func samplesOfAnotherWidthAreRefused() throws {
    let model = try SampleModels.model(variants[0])
    #expect(
      refusal { try model.scores(SampleModels.samples(2, 41)) }
        == "the model takes 42 features and the data have 41; use the columns it was trained on")
  }

  // The parts of a model of two classes and three inputs, one of them wrong.
  private func message(
    _ layer: any PackedLayer = DenseLayer(Matrix(rows: 2, columns: 3, repeating: 1)), intercept: [Float] = [0, 0],
    names: [String] = ["a", "b"], means: [Float] = [0, 0, 0], deviations: [Float] = [1, 1, 1], provenance: String = ""
  ) -> String? {
    refusal {
      try Model(
        layer: layer, intercept: intercept, answer: .classes(names),
        standardization: .init(means: means, deviations: deviations), provenance: provenance)
    }
  }

  @Test func partsMustFit() {
    #expect(message() == nil)
    #expect(message(intercept: [0]) == "a layer of 2 rows needs as many intercepts; found 1")
    #expect(message(names: ["a"]) == "a layer of 2 rows needs as many class names; found 1")
    #expect(message(means: [0], deviations: [1]) == "the standardization does not fit a model of 3 inputs")
    #expect(message(DenseLayer(Matrix(rows: 0, columns: 3)), intercept: [], names: []) != nil)
    #expect(message(DenseLayer(Matrix(rows: 2, columns: 0)), means: [], deviations: []) != nil)
  }

  @Test func numbersMustBeFinite() {
    for wrong: Float in [.nan, .infinity, -.infinity] {
      #expect(message(intercept: [0, wrong])?.contains("not all finite") == true)
      #expect(message(means: [0, wrong, 0]) != nil)
      #expect(message(deviations: [1, wrong, 1]) != nil)
    }
    #expect(message(deviations: [1, 0, 1]) != nil)
    #expect(message(deviations: [1, -1, 1]) != nil)
    #expect(message(DenseLayer(Matrix(rows: 2, columns: 3, repeating: 1e39)))?.contains("not all finite") == true)
  }

  @Test func textsAreCapped() {
    #expect(message(provenance: String(repeating: "é", count: 100)) == nil)
    #expect(
      message(provenance: String(repeating: "é", count: 100) + "x")
        == "the provenance takes 201 bytes; at most 200 are allowed")
    #expect(message(names: [String(repeating: "x", count: 65_535), ""]) == nil)
    #expect(message(names: [String(repeating: "x", count: 65_536), ""])?.contains("too long") == true)
  }
}

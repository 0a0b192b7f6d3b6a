import Foundation
import LinearAlgebra
import Messages
import PackedInference
import Testing
import Workbench

/// `signbit import`, on layers that the tests write themselves.
@Suite struct ImportTests {
  /// A file of named arrays in Float64, as safetensors has them.
  private static func safetensors(_ arrays: [(name: String, shape: [Int], values: [Double])]) -> Data {
    var header: [String] = []
    var body = Data()
    for array in arrays {
      let start = body.count
      for value in array.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { body.append(contentsOf: $0) } }
      header.append(
        "\"\(array.name)\":{\"dtype\":\"F64\",\"shape\":[\(array.shape.map(String.init).joined(separator: ","))],"
          + "\"data_offsets\":[\(start),\(body.count)]}")
    }
    let text = Data("{\(header.joined(separator: ","))}".utf8)
    var file = Data()
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { file.append(contentsOf: $0) }
    return file + text + body
  }

  private static let outputs = 3
  private static let inputs = 24
  private static let weights: [Double] = {
    var random = RandomStream(seed: 81).branch("layer")
    return random.gaussians(outputs * inputs)
  }()
  private static let bias = [0.5, -1, 2]

  /// Rows that share a common part, so that data-aware rounding has something to use.
  private static func calibration(_ rows: Int) -> Matrix {
    var random = RandomStream(seed: 82).branch("rows")
    var x = Matrix(rows: rows, columns: inputs, elements: random.gaussians(rows * inputs))
    for i in 0..<rows {
      let common = 2 * random.gaussians(1)[0]
      for j in 0..<inputs { x[i, j] += common }
    }
    return x
  }

  private static let standard: [(name: String, shape: [Int], values: [Double])] = [
    ("fc.weight", [outputs, inputs], weights), ("fc.bias", [outputs], bias),
  ]

  private func imported(
    _ arrays: [(name: String, shape: [Int], values: [Double])] = Self.standard, rows: Int = 200,
    _ change: (inout ImportRequest) -> Void = { _ in }
  ) throws -> ImportLayer.Product {
    var product: ImportLayer.Product?
    try withFolder { folder in
      try Self.safetensors(arrays).write(to: URL(fileURLWithPath: folder + "/layer.safetensors"))
      let x = Self.calibration(rows)
      let text = (0..<rows).map { i in x.row(i).map { "\($0)" }.joined(separator: ",") }.joined(separator: "\n")
      try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/rows.csv"))
      var request = ImportRequest()
      request.source = folder + "/layer.safetensors"
      request.calibration.source = folder + "/rows.csv"
      change(&request)
      product = try ImportLayer(request)()
    }
    return try #require(product)
  }

  private func row(_ product: ImportLayer.Product, _ format: String, _ rounding: String = "plain") throws
    -> ImportAnswer.Candidate
  {
    try #require(product.answer.candidates.first { $0.format == format && $0.rounding == rounding })
  }

  @Test func errorsFallWithBitsAndDataHelps() throws {
    let product = try imported()
    func error(_ format: String, _ rounding: String = "plain") throws -> Double {
      try #require(try row(product, format, rounding).outputError)
    }
    // Float32 and Float16 round once: (2⁻²⁴)² and (2⁻¹²)² per weight, times what the common part takes away.
    #expect(try error("f32") < 1e-12)
    #expect(try error("f16") < 1e-5)
    for (more, fewer) in [("f16", "int8"), ("int8", "int4"), ("int4", "int3"), ("int3", "int2")] {
      #expect(try error(more) < error(fewer))
    }
    for format in ["sign", "int2", "int3", "int4"] {
      #expect(try error(format, "data-aware") < 0.8 * error(format), "\(format)")
    }
    #expect(try row(product, "f32").agreement == 1)
    #expect(product.answer.bias == "fc.bias" && product.answer.weights == "fc.weight")
    #expect(product.answer.calibrationSamples + product.answer.validationSamples + product.answer.testSamples == 200)
  }

  /// The file holds the chosen form, and its scores are those of the layer, bias included.
  @Test func theFileIsTheLayer() throws {
    let product = try imported { $0.formats = ["f32"] }
    let model = try ModelFile.decode(try #require(product.modelFile))
    #expect(model.answer == .values && product.answer.chosen?.bytes == product.modelFile?.count)
    let x = Self.calibration(5)
    let scores = try model.scores(x)
    let weights = Matrix(rows: Self.outputs, columns: Self.inputs, elements: Self.weights)
    let expected = x.timesTransposed(weights)
    // Float32 sums of 24 terms of size 10.
    for i in 0..<5 {
      for k in 0..<Self.outputs { #expect(abs(scores[i, k] - expected[i, k] - Self.bias[k]) < 1e-4) }
    }
  }

  @Test func theSmallestFileWithinTheErrorIsChosen() throws {
    for limit in [1e-9, 0.01, 0.3] {
      let product = try imported { $0.maxError = limit }
      let chosen = try #require(product.answer.chosen)
      #expect(chosen.validationError! <= limit)
      for other in product.answer.candidates where other.bytes < chosen.bytes {
        #expect(other.validationError! > limit)
      }
    }
    #expect(try imported { ($0.maxError, $0.formats) = (1e-9, ["sign"]) }.modelFile == nil)
    #expect(try imported { $0.maxBytes = 10 }.modelFile == nil)
  }

  @Test func weightsAreFoundHoweverTheyAreStored() throws {
    let stored = Matrix(rows: Self.outputs, columns: Self.inputs, elements: Self.weights)
    let kernel: [(name: String, shape: [Int], values: [Double])] = [
      ("dense/kernel:0", [Self.inputs, Self.outputs], stored.transposed.elements), ("dense/bias:0", [3], Self.bias),
      ("steps", [1], [7]),
    ]
    let (a, b) = (try imported(kernel), try imported())
    #expect(a.answer.candidates.map(\.outputError) == b.answer.candidates.map(\.outputError))
    #expect(a.answer.bias == "dense/bias:0")
    // A single output may be a plain vector.
    let single = try imported([("coef_", [Self.inputs], Array(Self.weights.prefix(Self.inputs)))])
    #expect(single.answer.outputs == 1 && single.answer.bias == nil)
    #expect(single.answer.candidates.allSatisfy { $0.agreement == nil })
    // With two class names it decides between them by its sign.
    let binary = try imported([
      ("coef_", [1, Self.inputs], Array(Self.weights.prefix(Self.inputs))), ("intercept_", [1], [3]),
    ]) {
      ($0.labels, $0.formats) = (["no", "yes"], ["f32"])
    }
    let model = try ModelFile.decode(try #require(binary.modelFile))
    let row = Self.calibration(1).row(0)
    let score = zip(row, Self.weights).reduce(3) { $0 + $1.0 * $1.1 }
    let scores = model.scores(row.map { Float($0) })
    #expect(abs(Double(scores[1]) - score) < 1e-4 && abs(Double(scores[0]) + score) < 1e-4)
    let labeled = try imported { $0.labels = ["a", "b", "c"] }
    #expect(try ModelFile.decode(try #require(labeled.modelFile)).answer == .classes(["a", "b", "c"]))
  }

  @Test func whatDoesNotFitIsRefusedInOneSentence() throws {
    func refusal(
      _ arrays: [(name: String, shape: [Int], values: [Double])] = Self.standard, rows: Int = 60,
      _ change: (inout ImportRequest) -> Void = { _ in }
    ) -> String {
      do {
        _ = try imported(arrays, rows: rows, change)
        return "nothing was refused"
      } catch let refusal as Refusal { return refusal.message } catch { return "another error: \(error)" }
    }
    let wide: [(name: String, shape: [Int], values: [Double])] = [("w", [2, 5], Array(repeating: 1, count: 10))]
    #expect(refusal(wide).contains("no array has a side of 24"))
    #expect(
      refusal(Self.standard.map { ("other." + $0.name, $0.shape, $0.values) } + Self.standard).contains("several"))
    #expect(refusal { $0.weights = "nothing" }.contains("nothing"))
    #expect(refusal { $0.bias = "fc.weight" }.contains("bias"))
    #expect(refusal { $0.labels = ["a"] }.contains("--labels"))
    #expect(refusal(rows: 9).contains("too few"))
    #expect(refusal { $0.formats = ["int9"] }.contains("int9"))
    #expect(refusal { $0.roundings = ["aware"] }.contains("data-aware"))
    let infinite: [(name: String, shape: [Int], values: [Double])] = [
      ("w", [1, 24], [Double.infinity] + Array(repeating: 1, count: 23))
    ]
    #expect(refusal(infinite).contains("finite"))
    #expect(refusal([("w", [2, 24], Array(repeating: 0, count: 48))]).contains("do not vary"))
    // Ten rows: two choose and two measure.
    #expect(refusal(rows: 10) == "nothing was refused")
  }

  /// Weights beyond 65,504 have every form but f16.
  @Test func weightsBeyondFloat16() throws {
    let large = [("w", [Self.outputs, Self.inputs], Self.weights.map { 1e6 * $0 })]
    let formats = try imported(large).answer.candidates.map(\.format)
    #expect(Set(formats) == Set(ImportRequest().formats).subtracting(["f16"]))
  }
}

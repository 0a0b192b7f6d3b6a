import Compression
import ConvexFunctions
import ConvexSolvers
import DataFiles
import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// Takes a dense layer that was trained elsewhere to few bits, and measures what its outputs lose.
///
/// Calibration rows are dealt into three parts: three fifths round the weights and fit the scales, one fifth
/// chooses, and one fifth measures.
public struct ImportLayer: Sendable {
  private let request: ImportRequest
  private let observer: ProgressObserver

  /// The strength that is added to XᵀX in data-aware rounding, relative to the mean of its diagonal.
  ///
  /// - Source: Frantar et al., *GPTQ* (2023), §3.3: 1 %.
  static let damping = 0.01

  public init(_ request: ImportRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// Everything that the job makes; nothing has been written yet.
  public struct Product: Sendable {
    public var answer: ImportAnswer
    /// The bytes of `model.signbit`; nil where no candidate is within the budget.
    public let modelFile: [UInt8]?
  }

  /// - Throws: a `Refusal` where the file has no such layer, or the rows do not fit it.
  public func callAsFunction() throws -> Product {
    let choices = try choices()
    let archive = try ArrayArchive(path: request.source)
    let rows = try request.calibration.calibrationRows()
    guard rows.rowCount >= 10 else {
      throw Refusal.input(
        "\(rows.rowCount) calibration rows are too few to round by, choose by and measure by; give 10 or more")
    }
    let dense = try DenseWeights(archive, request, inputs: rows.columnCount)
    let outputs = dense.matrix.rowCount
    if let labels = request.labels, labels.count != outputs {
      throw Refusal.usage("--labels names \(labels.count) classes and the layer has \(outputs) outputs")
    }
    let parts = Parts(rows, dense, using: RandomStream(seed: request.seed).branch("import"))
    let data = try LeastSquares(features: parts.fitting.rows, targets: parts.fitting.outputs)
    let damping = Self.damping * data.squaredColumnNorms.reduce(0, +) / Double(data.featureCount)
    guard damping > 0 else {
      throw Refusal.input("the calibration rows are all the same; rounding has nothing to read")
    }
    guard parts.choosing.varies, parts.measuring.varies else {
      throw Refusal.input(
        "the outputs of \(dense.weightsName) do not vary over the calibration rows that choose or measure, so that no "
          + "error can be told; bring more rows that differ")
    }
    let zeros = dense.matrix.elements.count { $0 == 0 }
    let structure: SolutionStructure = 2 * zeros > dense.matrix.elements.count ? .zeros : .smooth

    var storing = Storing(dense.matrix, structure: structure, lambda: damping, on: data)
    let counter = ProgressCounter("rounding \(dense.weightsName)", total: choices.count, observer)
    var trials: [Trial] = []
    for choice in choices {
      defer { counter.advance() }
      guard let layer = storing.layer(choice) else { continue }
      let model = try Model(
        layer: layer, intercept: storing.intercept(for: layer.matrix),
        answer: request.labels.map { .classes($0) } ?? .values, provenance: provenance(dense))
      let trial = Trial(
        choice: choice, model: model,
        validation: OutputError(try model.scores(parts.choosing.rows), original: parts.choosing.outputs),
        test: OutputError(try model.scores(parts.measuring.rows), original: parts.measuring.outputs))
      // Of two scales the better one stands for both.
      if let last = trials.last, last.choice.sharesRow(with: choice) {
        if trial.validation.value < last.validation.value { trials[trials.count - 1] = trial }
      } else {
        trials.append(trial)
      }
    }
    let sample = parts.fitting.rows.row(0).map { Float($0) }
    var candidates = trials.map { candidate($0, sample) }
    let chosen = candidates.indices.filter {
      trials[$0].validation.value <= request.maxError && candidates[$0].bytes <= request.maxBytes ?? .max
    }.min { (candidates[$0].bytes, trials[$0].validation.value) < (candidates[$1].bytes, trials[$1].validation.value) }
    if let chosen { candidates[chosen].chosen = true }
    let answer = ImportAnswer(
      source: request.source, weights: dense.weightsName, bias: dense.biasName, inputs: rows.columnCount,
      outputs: outputs, calibrationSamples: parts.fitting.rows.rowCount,
      validationSamples: parts.choosing.rows.rowCount, testSamples: parts.measuring.rows.rowCount,
      candidates: candidates, files: [], seed: request.seed, version: SignbitVersion.current)
    return Product(answer: answer, modelFile: chosen.map { ModelFile.encode(trials[$0].model) })
  }

  private struct Trial {
    let choice: StorageChoice
    let model: Model
    let validation: OutputError
    let test: OutputError
  }

  /// Rows with the outputs of the original layer on them.
  private struct Part {
    let rows: Matrix
    let outputs: Matrix

    /// Whether the outputs differ from row to row, by more than rounding of the largest.
    var varies: Bool {
      let largest = outputs.elements.reduce(0) { max($0, $1.magnitude) }
      return (1..<outputs.rowCount).contains { i in
        zip(outputs.row(i), outputs.row(0)).contains { ($0 - $1).magnitude > 1e-12 * largest }
      }
    }
  }

  private struct Parts {
    let fitting: Part
    let choosing: Part
    let measuring: Part

    init(_ rows: Matrix, _ dense: DenseWeights, using random: RandomStream) {
      var outputs = rows.timesTransposed(dense.matrix)
      for i in 0..<outputs.rowCount {
        for k in 0..<outputs.columnCount { outputs[i, k] += dense.bias[k] }
      }
      var random = random
      let order = random.permutation(rows.rowCount)
      let fifth = rows.rowCount / 5
      func part(_ indices: some Sequence<Int>) -> Part {
        let picked = Array(indices)
        return Part(rows: rows.rows(picked), outputs: outputs.rows(picked))
      }
      measuring = part(order.prefix(fifth))
      choosing = part(order.dropFirst(fifth).prefix(fifth))
      fitting = part(order.dropFirst(2 * fifth))
    }
  }

  private func choices() throws -> [StorageChoice] {
    let forms = try request.formats.map { try Catalogs.compression($0) }
    let roundings = try request.roundings.map { try Catalogs.rounding($0) }
    guard !forms.isEmpty, !roundings.isEmpty else {
      throw Refusal.usage("at least one format and one rounding are needed")
    }
    guard request.maxError >= 0, request.maxBytes ?? 0 >= 0 else {
      throw Refusal.usage("--max-error and --max-bytes take numbers of at least 0")
    }
    return StorageChoice.all(forms, roundings: roundings, isRidge: true)
  }

  private func candidate(_ trial: Trial, _ sample: [Float]) -> ImportAnswer.Candidate {
    ImportAnswer.Candidate(
      format: trial.choice.form.name, rounding: trial.choice.rounding.rawValue,
      scale: trial.choice.form is any QuantizedForm ? trial.choice.scale.rawValue : nil,
      bits: trial.choice.form.bitWidth, outputError: trial.test.value,
      outputErrorStandardError: trial.test.standardError, validationError: trial.validation.value,
      agreement: trial.test.agreement, bytes: ModelFile.encode(trial.model).count,
      latencyMicroseconds: latency(of: trial.model, on: sample), chosen: false)
  }

  /// Where the layer came from, in the few bytes that a file grants.
  private func provenance(_ dense: DenseWeights) -> String {
    let plain = (request.source + " " + dense.weightsName).unicodeScalars
      .filter { $0.value >= 32 && $0 != "\"" && $0 != "\\" }
    var name = String(String.UnicodeScalarView(plain))
    while name.utf8.count > 120 { name.removeFirst() }
    return "{\"signbit\":\"\(SignbitVersion.current)\",\"imported\":\"\(name)\"}"
  }
}

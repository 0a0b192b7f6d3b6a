import DataFiles
public import DataModels
import LinearAlgebra
import Messages

/// The model of `theory sgd` and `simulate sgd`: what both are asked, spelled once.
public struct SGDModelRequest: Sendable, Codable, Equatable {
  /// "power:A", "exp:A", "iso", a file of eigenvalues, one number each, or "data:DATA": rows with their targets.
  public var spectrum = "power:2"
  /// How the rows of "data:DATA" are read; the source is the spectrum's.
  public var data: DataRequest?
  /// d; nil is 200, or what the file of the spectrum or the data say.
  public var dim: Int?
  /// B.
  public var batch = 1
  public var stepSize = 0.1
  /// N.
  public var steps = 500
  /// Of the labels; a variance, not a standard deviation. Nil is 1, or what the least-squares fit to data leaves.
  public var noiseVariance: Double?
  /// "none", "add:EPS", "mult:EPS", "mult:EPS:row" (data), "mult:EPS:batch" (label, activation, gradient), or a
  /// number format, as "e4m3" or "fixed8:range=6:rne".
  public var quantizeData = "none"
  public var quantizeLabel = "none"
  public var quantizeParameter = "none"
  public var quantizeActivation = "none"
  public var quantizeGradient = "none"
  /// "shared" or "fresh".
  public var dataDraw = "shared"
  public var masterWeights = true
  /// The first iterate that is averaged.
  public var averageFrom = 0
  /// "none" or "power:A".
  public var stepDecay = "none"

  public init() {}

  /// The model.
  ///
  /// - Throws: a `Refusal` for unknown names, files that do not hold what they should, and impossible values.
  public func model() throws -> QuantizedRegression {
    guard let draw = QuantizedRegression.DataDraw(rawValue: dataDraw) else {
      throw Catalogs.unknown("data draw", dataDraw, QuantizedRegression.DataDraw.allCases.map(\.rawValue))
    }
    let decay = try StepDecay(text: stepDecay)
    var model =
      if let measured = try measured() {
        QuantizedRegression(
          measured, batchSize: batch, stepSize: stepSize, stepDecay: decay, steps: steps, averagingStart: averageFrom,
          hasMasterWeights: masterWeights, dataDraw: draw)
      } else {
        QuantizedRegression(
          spectrum: try eigenvalues(), noiseVariance: noiseVariance ?? 1, batchSize: batch, stepSize: stepSize,
          stepDecay: decay, steps: steps, averagingStart: averageFrom, hasMasterWeights: masterWeights, dataDraw: draw)
      }
    for (target, text) in texts {
      do {
        model[target] = try TargetError(text: text, grid: Catalogs.grid)
      } catch let refusal as Refusal where refusal.kind == .usage {
        throw Refusal.usage("--quantize-\(target.rawValue): \(refusal.message)")
      }
    }
    try model.check()
    return model
  }

  /// Whether some target is not in full precision.
  var quantizesAnything: Bool { texts.contains { $0.1 != "none" } }

  /// What was asked, with what the model found out filled in.
  func filled(by model: QuantizedRegression) -> SGDModelRequest {
    var setting = self
    setting.dim = model.inputCount
    setting.noiseVariance = model.noiseVariance
    return setting
  }

  private var texts: [(QuantizationTarget, String)] {
    [
      (.data, quantizeData), (.label, quantizeLabel), (.parameter, quantizeParameter),
      (.activation, quantizeActivation), (.gradient, quantizeGradient),
    ]
  }

  /// Where rows are: 0, then 1, 2, 5, 10, 20, 50 … below N, and N.
  public var iterations: [Int] {
    var places = [0]
    var decade = 1
    while decade < steps {
      places += [1, 2, 5].map { $0 * decade }.filter { $0 < steps }
      decade *= 10
    }
    return steps > 0 ? places + [steps] : places
  }

  /// The rows of "data:DATA"; nil for another spectrum.
  private func measured() throws -> MeasuredInputs? {
    guard spectrum.hasPrefix("data:") else {
      if data != nil {
        throw Refusal.usage("--target and what goes with it are about rows; name them with --spectrum data:FILE")
      }
      return nil
    }
    guard dim == nil, noiseVariance == nil else {
      throw Refusal.usage("--dim and --noise-variance are those of the data; leave them out with \(spectrum)")
    }
    var data = data ?? DataRequest()
    data.source = String(spectrum.dropFirst(5))
    data.task = "regress"
    let rows = try data.pool(seed: 1)
    guard case .values(let values) = rows.targets, values.columnCount == 1 else {
      throw Refusal.input("\(data.source): SGD fits one number for each row; name one column of numbers with --target")
    }
    return try MeasuredInputs(features: rows.features, targets: values.elements)
  }

  private func eigenvalues() throws -> CovarianceSpectrum {
    // Names hold no slash; "exp:0.1" holds a dot.
    let isFile = !spectrum.contains(":") && spectrum.contains { ".-/".contains($0) } || spectrum.contains("/")
    guard isFile else { return try CovarianceSpectrum.named(spectrum, count: dim ?? 200) }
    let numbers = try CSVReader(target: .none).read(FileBytes(path: spectrum)).features.elements
    if let dim, dim != numbers.count {
      throw Refusal.input(
        "\(spectrum): found \(numbers.count) eigenvalues, but --dim is \(dim); leave --dim out")
    }
    do {
      return try CovarianceSpectrum(eigenvalues: numbers)
    } catch let refusal as Refusal {
      throw Refusal.input("\(spectrum): \(refusal.message)")
    }
  }
}

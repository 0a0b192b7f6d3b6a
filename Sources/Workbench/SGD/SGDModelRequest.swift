import DataFiles
public import DataModels
import LinearAlgebra
import Messages

/// The model of `theory sgd` and `simulate sgd`: what both are asked, spelled once.
public struct SGDModelRequest: Sendable, Codable, Equatable {
  /// "power:A", "exp:A", "iso", or a file of eigenvalues, one number each.
  public var spectrum = "power:2"
  /// d; nil is 200, or what the file of the spectrum says.
  public var dim: Int?
  /// B.
  public var batch = 1
  public var stepSize = 0.1
  /// N.
  public var steps = 500
  /// Of the labels; a variance, not a standard deviation.
  public var noiseVariance = 1.0
  /// "none", "add:EPS", "mult:EPS", "mult:EPS:row" (data), "mult:EPS:batch" (label, activation, gradient).
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
    var model = QuantizedRegression(
      spectrum: try eigenvalues(), noiseVariance: noiseVariance, batchSize: batch, stepSize: stepSize,
      stepDecay: try StepDecay(text: stepDecay), steps: steps, averagingStart: averageFrom,
      hasMasterWeights: masterWeights, dataDraw: draw)
    for (target, text) in texts {
      do {
        model[target] = try TargetError(text: text, grid: Catalogs.grid)
      } catch let refusal as Refusal {
        throw Refusal.usage("--quantize-\(target.rawValue): \(refusal.message)")
      }
    }
    try model.check()
    return model
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

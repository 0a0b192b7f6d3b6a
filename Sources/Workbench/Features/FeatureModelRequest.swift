import Activations
public import ConvexFunctions
import DataFiles
public import DataModels
import LinearAlgebra
import Messages

/// The model of `theory features` and `simulate features`: what both are asked, spelled once.
///
/// Everything unset is figure 1 of arXiv 2510.16250 with one layer.
public struct FeatureModelRequest: Sendable, Codable, Equatable {
  /// n, in turn.
  public var samples: [Int] = [1000]
  /// d₀; nil is 8192, or what the file of the covariance says.
  public var inputDim: Int?
  /// d₁ … d_L.
  public var widths = [4096]
  public var activation = "tanh"
  /// "iso", "two-level", "power-law", or a file of eigenvalues, one number each.
  public var covariance = "iso"
  /// Of the labels; a variance, not a standard deviation.
  public var noiseVariance = 0.0
  /// "matched", "layer:N", "linear", "linear:FILE", "general", "general:FILE".
  ///
  /// The file of a linear teacher holds β, one number for each input, in any layout; that of a general one one number
  /// more, the unlearnable variance. Without a file βᵢ² = 1/d, and the unlearnable variance is 0.18, that of 0.3 (u² − 1).
  public var teacher = "matched"
  /// λ of Σ (y − a·x_L)² + λ‖a‖², in turn.
  public var lambdas = [0.0]
  /// "l2", "q:1.5", "hypentropy:1e-4", in turn; others than l2 at λ = 0.
  public var mirrors = ["l2"]
  /// Bits of the last layer, in turn: 1 … 8, and 32 for none taken away.
  public var lastLayerBits = [32]
  /// "weights" keeps the scale that is best for the weights, "refit" the one that is best for predictions.
  public var lastLayerScale = "weights"
  /// "gaussian", "one-bit": the law of the hidden weights, in turn. The theory is the same for both.
  public var weights = ["one-bit"]
  /// "direct" or "mirror-descent": how simulations fit. The theory is about the solution and the same for both.
  public var fit = "direct"

  public init() {}

  /// The model, for any n.
  ///
  /// - Throws: a `Refusal` for unknown names, files that do not hold what they should, and impossible values.
  public func model() throws -> FeatureRegression {
    try checkNames()
    guard let activation = Activations.named(activation) else {
      throw Catalogs.unknown("activation", activation, Activations.all.map(\.name))
    }
    let spectrum = try spectrum()
    return try FeatureRegression(
      spectrum: spectrum, widths: widths, activation: activation, teacher: teacher(inputs: spectrum.eigenvalues.count),
      noiseVariance: noiseVariance)
  }

  /// The mirrors by their names.
  ///
  /// - Throws: a `Refusal` of kind `usage` for a name that means none.
  public func potentials() throws -> [any MirrorPotential] {
    try mirrors.map { name in
      guard let mirror = MirrorPotentials.named(name) else {
        throw Refusal.usage("there is no mirror \"\(name)\"; known are \(MirrorPotentials.forms)")
      }
      return mirror
    }
  }

  /// What is not part of the model: refused here, so that theory and simulation say the same.
  private func checkNames() throws {
    for count in samples where !(1...100_000_000).contains(count) {
      throw Refusal.usage("--samples must lie between 1 and 100,000,000; found \(count)")
    }
    for lambda in lambdas where !(lambda >= 0 && lambda.isFinite) {
      throw Refusal.usage("--lambda must be at least 0; found \(NumberText.short(lambda))")
    }
    for bits in lastLayerBits where bits != 32 && !(1...8).contains(bits) {
      throw Refusal.usage("--last-layer-bits takes 1 to 8, and 32 for all; found \(bits)")
    }
    for law in weights { try Self.check("law of weights", law, among: ["gaussian", "one-bit"]) }
    try Self.check("scale of the last layer", lastLayerScale, among: ["weights", "refit"])
    try Self.check("fit", fit, among: ["direct", "mirror-descent"])
    _ = try potentials()
  }

  private static func check(_ kind: String, _ name: String, among known: [String]) throws {
    guard known.contains(name) else { throw Catalogs.unknown(kind, name, known) }
  }

  private func spectrum() throws -> InputSpectrum {
    if InputSpectrum.names.contains(covariance) {
      return try InputSpectrum.named(covariance, count: inputDim ?? 8192)
    }
    guard covariance.contains(where: { ".-/".contains($0) }) else {
      throw Catalogs.unknown("covariance", covariance, InputSpectrum.names)
    }
    let eigenvalues = try Self.numbers(covariance)
    if let inputDim, inputDim != eigenvalues.count {
      throw Refusal.input(
        "\(covariance): found \(eigenvalues.count) eigenvalues, but --input-dim is \(inputDim); leave --input-dim out")
    }
    do {
      return try InputSpectrum(eigenvalues: eigenvalues)
    } catch let refusal as Refusal {
      throw Refusal.input("\(covariance): \(refusal.message)")
    }
  }

  private func teacher(inputs count: Int) throws -> FeatureTeacher {
    let parts = teacher.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let rest = parts.count > 1 ? parts[1] : nil
    switch (parts[0], rest) {
    case ("matched", nil): return .layer(widths.count)
    case ("layer", let number?):
      guard let layer = Int(number) else {
        throw Refusal.usage("--teacher layer:N takes the number of a layer; found \"\(number)\"")
      }
      return .layer(layer)
    case ("linear", nil): return .linear(FeatureTeacher.evenCoefficients(count))
    case ("linear", let file?): return .linear(try Self.numbers(file, expected: count, "one for each input"))
    case ("general", nil):
      return .general(FeatureTeacher.evenCoefficients(count), unlearnableVariance: 0.18)
    case ("general", let file?):
      let numbers = try Self.numbers(file, expected: count + 1, "one for each input and then the unlearnable variance")
      return .general(Array(numbers.dropLast()), unlearnableVariance: numbers[count])
    default:
      throw Catalogs.unknown("teacher", teacher, ["matched", "layer:1", "linear", "general"])
    }
  }

  /// The numbers of a file row by row, in any layout.
  private static func numbers(_ path: String, expected: Int? = nil, _ meaning: String = "") throws -> [Double] {
    let numbers = try CSVReader(target: .none).read(FileBytes(path: path)).features.elements
    if let expected, numbers.count != expected {
      throw Refusal.input("\(path): found \(numbers.count) numbers; expected \(expected), \(meaning)")
    }
    return numbers
  }
}

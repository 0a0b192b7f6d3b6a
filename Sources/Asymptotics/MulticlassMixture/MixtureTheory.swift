public import ConvexFunctions
public import DataModels
public import LinearAlgebra
import Messages

/// Predicts what `MixtureSimulation` measures: errors of trained and compressed classifiers on a Gaussian mixture.
///
///     let theory = try MixtureTheory(MixtureSetting(mixture: mixture, sampleCount: 500, corruption: 0.3))
///     let row = try theory.row(LInf(), lambda: 3000)
///
/// Means over data sets in the limit d, n → ∞; one data set scatters around them.
///
/// - Accuracy: within 1 point of simulation for d of some hundreds where at least 40 weights of every class are
///   active; sign errors within 2.
/// - Complexity: about 1 ms per row for exchangeable classes; else O(k²) integrals and O(k³) points.
/// - Source: derivation in Documentation/MixtureTheory.md, after arXiv 2402.10474.
public struct MixtureTheory: Sendable {
  public let setting: MixtureSetting
  /// Forms of the weights of which errors are asked, beside W itself and sign(W).
  public let formats: [MixtureFormat]
  let response: MeanResponse
  /// Nil where the classes are exchangeable and one dimension is enough.
  private let argmax: GeneralWrongArgmax?

  /// What classes without symmetry cost grows like k³ points.
  static let mostGeneralClasses = 64

  /// - Throws: a `Refusal` of kind `usage` for more classes than can be integrated.
  public init(_ setting: MixtureSetting, formats: [MixtureFormat] = [.sign]) throws {
    self.setting = setting
    self.formats = formats
    if setting.isExchangeable {
      argmax = nil
    } else {
      guard setting.classCount <= Self.mostGeneralClasses else {
        throw Refusal.usage(
          "classes that differ can be predicted up to \(Self.mostGeneralClasses) of them; found \(setting.classCount)")
      }
      argmax = GeneralWrongArgmax(classCount: setting.classCount)
    }
    response = try MeanResponse(setting)
  }

  /// One penalty at one strength.
  public struct Row: Sendable {
    public var penalty: String
    public var lambda: Double
    public var testError: MeanWithUncertainty
    /// sign(W) under one scale for all classes; nil where the law does not say.
    public var oneBitTestError: MeanWithUncertainty?
    /// In the order of the theory's formats; nil where the law does not say.
    public var formatErrors: [MeanWithUncertainty?]
    public var nonzeroFraction: MeanWithUncertainty
    public var boundaryFraction: MeanWithUncertainty
    /// ‖XW − Y‖², total, without the penalty; nil where the law does not say.
    public var trainingLoss: MeanWithUncertainty?
    /// The law that answered.
    public var method: MixtureLaw
  }

  /// - Parameters:
  ///   - draws: of the reduced problem, where Monte Carlo answers.
  ///   - stream: its branches "draw" are drawn from.
  /// - Throws: a `Refusal` for a penalty or a law that does not apply.
  public func row(
    _ penalty: any Penalty, lambda: Double, law: MixtureLaw = .exact, draws: Int = 64,
    using stream: RandomStream = RandomStream(seed: 1)
  ) throws -> Row {
    guard lambda > 0, lambda.isFinite else {
      throw Refusal.usage("the theory needs a positive λ; found \(NumberText.short(lambda))")
    }
    let penalty = try shrinking(penalty)
    switch law {
    case .largeLambda: return try largeLambdaRow(penalty, lambda)
    case .exact: return try exactRow(penalty, try trained(penalty, lambda), lambda)
    case .monteCarlo: return try monteCarloRow(penalty, try trained(penalty, lambda), lambda, draws, stream)
    case .auto:
      let trained = try trained(penalty, lambda)
      return needsDraws(penalty, trained, lambda)
        ? try monteCarloRow(penalty, trained, lambda, draws, stream) : try exactRow(penalty, trained, lambda)
    }
  }

  /// The λ from which on W = 0; nil where there is none. For ℓ∞, λ_max = d √(2/π) T₀; at finite d the collapse is
  /// spread over about a tenth around it.
  public func collapse(of penalty: any Penalty) throws -> Double? {
    collapses(of: try shrinking(penalty)).max()
  }

  /// The λ from which on each column is zero; one column where the classes are exchangeable.
  func collapses(of penalty: any ShrinkagePenalty) -> [Double] {
    (0..<(argmax == nil ? 1 : setting.classCount)).compactMap { l in
      penalty.collapse(
        groups: setting.groups,
        strengths: ColumnSolution.strengthsAtZero(column: l, setting: setting, response: response))
    }
  }

  /// The order parameters of column l.
  public func column(_ l: Int, _ penalty: any Penalty, lambda: Double) throws -> ColumnSolution {
    try ColumnSolution(
      column: l, penalty: try shrinking(penalty), lambda: lambda, setting: setting, response: response)
  }

  func shrinking(_ penalty: any Penalty) throws -> any ShrinkagePenalty {
    guard let penalty = penalty as? any ShrinkagePenalty else {
      throw Refusal.usage(
        "there is no theory of the penalty \"\(penalty.name)\"; choose among l2, l1, linf, elastic-net:SHARE")
    }
    return penalty
  }

  func trained(_ penalty: any ShrinkagePenalty, _ lambda: Double) throws -> TrainedMixture {
    try TrainedMixture(setting, response: response, argmax: argmax, penalty: penalty, lambda: lambda)
  }

  private func exactRow(_ penalty: any ShrinkagePenalty, _ trained: TrainedMixture, _ lambda: Double) throws -> Row {
    func error(_ format: MixtureFormat) throws -> MeanWithUncertainty? {
      try format.maps(of: trained.columns, structure: penalty.structure, groups: setting.groups)
        .map { .certain(trained.error($0)) }
    }
    let errors = try formats.map(error)
    return Row(
      penalty: penalty.name, lambda: lambda,
      testError: try error(.dense("")) ?? .certain(.nan), oneBitTestError: try error(.commonSign),
      formatErrors: errors, nonzeroFraction: .certain(trained.nonzeroFraction),
      boundaryFraction: .certain(trained.boundaryFraction), trainingLoss: .certain(trained.trainingLoss),
      method: .exact)
  }

  private func largeLambdaRow(_ penalty: any ShrinkagePenalty, _ lambda: Double) throws -> Row {
    guard argmax == nil, setting.groups.count == 1, !setting.intercept else {
      throw Refusal.usage(
        "the large-λ theorems speak of equal classes, one group of features and no intercept; use the law \"exact\"")
    }
    let law = try LargeLambda(setting, response: response, penalty: penalty, lambda: lambda)
    return Row(
      penalty: penalty.name, lambda: lambda, testError: .certain(law.testError), oneBitTestError: nil,
      formatErrors: formats.map { _ in nil }, nonzeroFraction: .certain(law.nonzeroFraction),
      boundaryFraction: .certain(law.boundaryFraction), trainingLoss: nil, method: .largeLambda)
  }
}

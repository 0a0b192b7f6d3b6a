public import Compression
public import ConvexFunctions
import Messages

/// Of which models the error is asked, before they are fitted.
public struct QuoteQuestion: Sendable {
  /// The norms; ridge is always quoted, since the others are anchored to it.
  public let penalties: [any Penalty]
  /// λ/λ_max of the norms, decreasing.
  public let fractions: [Double]
  /// The weights as they are come first, whatever was asked.
  public let forms: [any StorageForm]
  public let intercept: Bool
  /// How many test rows the error will be measured on; nil asks for the error on endless ones.
  public let testCount: Int?
  public let effort: QuoteEffort

  /// Ten strengths, most of them where errors are least.
  public static let defaultFractions = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]

  /// - Parameter forms: functions of the weights alone.
  public init(
    penalties: [any Penalty], forms: [any StorageForm], fractions: [Double] = defaultFractions, intercept: Bool = true,
    testCount: Int? = nil, effort: QuoteEffort = .full
  ) {
    self.penalties = penalties.filter { !($0 is SquaredL2) }
    self.forms = [Float32Form()] + forms.filter { $0.name != Float32Form().name }
    self.fractions = fractions.sorted(by: >)
    self.intercept = intercept
    self.testCount = testCount
    self.effort = effort
  }
}

extension StorageForm {
  /// What a quote calls it: two forms of one question never share the name, as pruned and plain sparse ones would.
  public var quotedName: String {
    guard let pruned = self as? PrunedForm else { return name }
    return "\(name) \(NumberText.short(100 * pruned.fraction)) % pruned"
  }
}

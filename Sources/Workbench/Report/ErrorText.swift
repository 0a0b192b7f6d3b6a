import Messages

/// Errors in the unit that the task has: percent, or mean squared error.
public struct ErrorText: Sendable {
  private let isClassification: Bool

  public init(task: String) { isClassification = task == "classify" }

  public var unit: String { isClassification ? "%" : "MSE" }

  /// The number alone, in that unit.
  public func number(_ error: Double?) -> String {
    guard let error else { return "–" }
    return isClassification ? NumberText.percent(error) : NumberText.short(error)
  }

  /// Value and standard error: "15.3 ± 0.5".
  public func number(_ error: Double?, _ standardError: Double?) -> String {
    guard let standardError, error != nil else { return number(error) }
    return number(error) + " ± " + number(standardError)
  }

  /// The value as a plot wants it.
  func value(_ error: Double?) -> Double {
    guard let error else { return .nan }
    return isClassification ? 100 * error : error
  }
}

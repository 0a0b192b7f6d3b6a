import LinearAlgebra
import Messages

/// How the step size falls with the number of updates.
public enum StepDecay: Sendable, Equatable {
  /// γ_t = γ.
  case none
  /// γ_t = γ (t + 1)⁻ᴬ, t from 0.
  case power(Double)

  /// γ_t / γ.
  public func factor(at iteration: Int) -> Double {
    switch self {
    case .none: 1
    case .power(let exponent): LinearAlgebra.power(Double(iteration + 1), -exponent)
    }
  }

  /// The decay by its text: "none", "power:0.5".
  ///
  /// - Throws: a `Refusal` of kind `usage` for anything else.
  public init(text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch parts[0] {
    case "none" where parts.count == 1: self = .none
    case "power":
      guard parts.count == 2, let exponent = Double(parts[1]), exponent >= 0, exponent <= 10 else {
        throw Refusal.usage("a decay power:A takes a number A from 0 to 10; found \"\(text)\"")
      }
      self = .power(exponent)
    default:
      throw Refusal.usage(
        "there is no decay \"\(text)\"; \(Suggestion.question(for: text, among: ["none", "power:0.5"]))")
    }
  }
}

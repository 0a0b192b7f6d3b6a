import DataModels
import LinearAlgebra

/// Quantizes one target, update after update.
enum TargetSource {
  case none
  case idealized(ErrorSource)
  case format(FormatSource)

  /// - Parameter isKept: Whether the values are rounded again and again, as weights without a master copy are.
  init(_ error: TargetError, _ stream: RandomStream, isKept: Bool = false) {
    switch error {
    case .none: self = .none
    case .idealized(let error): self = error.isZero ? .none : .idealized(ErrorSource(error, stream))
    case .format(let quantizer): self = .format(FormatSource(quantizer, stream, isKept: isKept))
    }
  }

  /// Quantizes values that belong together: a row of data, the weights, a batch.
  mutating func apply(to values: inout [Double]) {
    switch self {
    case .none: return
    case .idealized(var source):
      // Taken out, so that the streams are not copied and lost.
      self = .none
      source.apply(to: &values)
      self = .idealized(source)
    case .format(var source):
      self = .none
      source.apply(to: &values)
      self = .format(source)
    }
  }
}

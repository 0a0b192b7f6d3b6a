import DataModels
import LinearAlgebra
import Quantization
import Synchronization

/// The exact risks of allocations of bits, each computed once.
struct BitSearch {
  private let full: QuantizedRegression
  private let kind: BitKind
  /// By bits; nil is a setting that diverges or is not modeled.
  private var known: [[Int?]: Double?] = [:]
  var evaluations: Int { known.count }
  private let observe: @Sendable (Int) -> Void

  /// - Parameter observe: Told how many risks are known after each, from any thread.
  init(_ model: QuantizedRegression, _ kind: BitKind, observe: @escaping @Sendable (Int) -> Void) {
    full = model
    self.kind = kind
    self.observe = observe
  }

  func format(_ bits: Int, _ target: QuantizationTarget) throws -> Quantizer {
    try kind.quantizer(bits, for: target, of: full)
  }

  /// The model with these bits; nil is full precision.
  func model(_ bits: [Int?]) throws -> QuantizedRegression {
    var model = full
    for (target, count) in zip(QuantizationTarget.allCases, bits) {
      if let count { model[target] = .format(try format(count, target)) }
    }
    return model
  }

  /// E R(w̄) after all steps; nil where it diverges or is not modeled.
  mutating func risk(_ bits: [Int?]) throws -> Double? {
    try prepare([bits])
    return known[bits] ?? nil
  }

  /// Computes several at once.
  mutating func prepare(_ wanted: [[Int?]]) throws {
    var missing: [[Int?]] = []
    for bits in wanted where known[bits] == nil && !missing.contains(bits) { missing.append(bits) }
    let models = try missing.map { try model($0) }
    let done = Atomic<Int>(known.count)
    let found = try parallelMap(models.count) { [observe] i -> Double? in
      defer { observe(done.wrappingAdd(1, ordering: .relaxed).newValue) }
      let theory = try QuantizedSGDTheory(models[i])
      guard theory.notModeled == nil else { return nil }
      return theory.risks(at: [models[i].steps])[0].averagedRisk.flatMap { $0.isFinite ? $0 : nil }
    }
    for (bits, risk) in zip(missing, found) { known[bits] = .some(risk) }
  }
}

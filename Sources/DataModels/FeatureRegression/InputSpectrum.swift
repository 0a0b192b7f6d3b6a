public import LinearAlgebra
import Messages

/// The eigenvalues of the covariance of Gaussian inputs, whose axes are its eigenvectors.
///
/// The named ones are scaled to mean 1:
///
/// | name | eᵢ before scaling, i from 0 |
/// |---|---|
/// | iso | 1 |
/// | two-level | 4 for i < ⌊d/4⌋, ¼ otherwise |
/// | power-law | 1 / (1 + i / (d/20)) |
public struct InputSpectrum: Sendable, Equatable {
  /// The names that `named(_:count:)` knows.
  public static let names = ["iso", "two-level", "power-law"]

  /// e (d), positive.
  public let eigenvalues: [Double]

  /// - Throws: a `Refusal` of kind `usage` where an eigenvalue is not a positive number, or there is none.
  public init(eigenvalues: [Double]) throws {
    guard !eigenvalues.isEmpty, eigenvalues.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw Refusal.usage("the spectrum of the inputs must be positive numbers, at least one")
    }
    self.eigenvalues = eigenvalues
  }

  /// A named spectrum of d eigenvalues.
  ///
  /// - Throws: a `Refusal` of kind `usage` for an unknown name or an impossible number.
  public static func named(_ name: String, count: Int) throws -> InputSpectrum {
    guard (1...10_000_000).contains(count) else {
      throw Refusal.usage("the number of inputs must lie between 1 and 10,000,000; found \(count)")
    }
    let raw: [Double]
    switch name {
    case "iso": raw = [Double](repeating: 1, count: count)
    case "two-level": raw = (0..<count).map { $0 < count / 4 ? 4 : 0.25 }
    case "power-law": raw = (0..<count).map { 1 / (1 + Double($0) * 20 / Double(count)) }
    default:
      throw Refusal.usage(
        "there is no spectrum \"\(name)\"; \(Suggestion.question(for: name, among: names))")
    }
    let mean = raw.reduce(0, +) / Double(count)
    return try InputSpectrum(eigenvalues: raw.map { $0 / mean })
  }

  /// Tr Σ₀ / d.
  public var mean: Double { eigenvalues.reduce(0, +) / Double(eigenvalues.count) }

  /// (Tr Σ₀)² / Tr Σ₀², the number of coordinates that matter.
  public var effectiveRank: Double {
    let sum = eigenvalues.reduce(0, +)
    return sum * sum / eigenvalues.reduce(0) { $0 + $1 * $1 }
  }

  /// Rows x ~ N(0, diag e) (count × d), drawn from the position of the stream.
  public func sample(_ count: Int, using stream: inout RandomStream) -> Matrix {
    let roots = eigenvalues.map { $0.squareRoot() }
    var rows = Matrix(rows: count, columns: roots.count, elements: stream.gaussians(count * roots.count))
    for i in 0..<count {
      for j in roots.indices { rows[i, j] *= roots[j] }
    }
    return rows
  }
}

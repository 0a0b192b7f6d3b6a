import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra

/// A small fit whose error is measured on all other rows.
struct Pilot: Sendable {
  let size: Int
  let ridge: RidgeCurve
  /// One for each penalty.
  let curves: [PenaltyCurve]

  /// - Parameter rows: of `data`, those to fit.
  init(_ data: LabeledData, rows: [Int], question: QuoteQuestion, unit: Double) throws {
    var isFitted = [Bool](repeating: false, count: data.sampleCount)
    for i in rows { isFitted[i] = true }
    let part = data.rows(rows)
    let held = HeldOut(data.rows(isFitted.indices.filter { !isFitted[$0] }), unit: unit)
    let fitted = try LeastSquares(
      features: part.features, targets: part.targets.matrix, intercept: question.intercept)
    size = rows.count
    ridge = RidgeCurve(fitted, on: held, as: question.forms)
    curves = try question.penalties.map {
      try PenaltyCurve(fitted, penalty: $0, fractions: question.fractions, on: held, as: question.forms)
    }
  }

  /// The rows of two pilots of n/4 and two of n/8, or of one of n/4: those of one size are apart. Classes have their
  /// shares of all rows, so that a small pilot misses none by chance.
  static func rows(of targets: Targets, effort: QuoteEffort, using stream: RandomStream) -> [[Int]] {
    effort.pilotShares.enumerated().flatMap { place, part -> [[Int]] in
      let order = targets.stratifiedOrder(using: stream.branch("pilots", part.divisor))
      let size = targets.count / part.divisor
      return (0..<part.count).map { Array(order[($0 * size)..<(($0 + 1) * size)]).sorted() }
    }
  }
}

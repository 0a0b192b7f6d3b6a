import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra

/// The other estimate: ridge on the user's rows plus the difference to ridge that Gaussian rows show.
///
///     G = z_syn + ½ Σ over {float, form} [ r(df) − r_syn(df) ],   df = min(df_syn, 0.8 n)
struct SyntheticGap: Sendable {
  /// fraction × form, one for each penalty.
  let errors: [[[Double]]]

  /// Test rows that are drawn beside as many training rows as the user has.
  static let testCount = 4000

  /// - Parameter ridge: on all n rows of the user.
  init(_ data: LabeledData, ridge: RidgeCurve, question: QuoteQuestion, unit: Double, using stream: RandomStream) throws
  {
    let (n, surrogate) = (data.sampleCount, try GaussianSurrogate(data))
    let drawCount = n * data.featureCount < 200_000 ? 2 : 1
    let draws = try (0..<drawCount).map { draw -> (RidgeCurve, [PenaltyCurve]) in
      let stream = stream.branch("synthetic", draw)
      let training = try surrogate.samples(n, using: stream.branch("training"))
      let held = HeldOut(try surrogate.samples(Self.testCount, using: stream.branch("test")), unit: unit)
      let fitted = try LeastSquares(
        features: training.features, targets: training.targets.matrix, intercept: question.intercept)
      let curves = try parallelMap(question.penalties.count) {
        try PenaltyCurve(
          fitted, penalty: question.penalties[$0], fractions: question.fractions, on: held, as: question.forms)
      }
      return (RidgeCurve(fitted, on: held, as: question.forms), curves)
    }
    errors = question.penalties.indices.map { p in
      let each = draws.map { Self.errors($0.1[p], synthetic: $0.0, ridge: ridge, sampleCount: n) }
      return each[0].indices.map { f in
        each[0][f].indices.map { c in each.reduce(0) { $0 + $1[f][c] } / Double(each.count) }
      }
    }
  }

  private static func errors(
    _ curve: PenaltyCurve, synthetic: RidgeCurve, ridge: RidgeCurve, sampleCount: Int
  ) -> [[Double]] {
    curve.errors.indices.map { f in
      let degrees = min(curve.degrees[f], Anchor.mostDegrees * Double(sampleCount))
      let (real, drawn) = (ridge.place(atDegrees: degrees), synthetic.place(atDegrees: degrees))
      func gap(_ form: Int) -> Double { ridge.error(at: real, form: form) - synthetic.error(at: drawn, form: form) }
      return curve.errors[f].indices.map { c in max(0, curve.errors[f][c] + (gap(0) + gap(c)) / 2) }
    }
  }
}

import Compression
import ConvexFunctions
import ConvexSolvers
import LinearAlgebra

/// Samples of the training data, each to be scored by compressed weights that were trained without it.
///
///     scoreᵢ = n/(n−1) (xᵢ − x̄)·Q₋ᵢ + (n ȳ − yᵢ)/(n−1),   Q₋ᵢ = compress(W₋ᵢ)
///
/// which is what Q₋ᵢ says of xᵢ with the intercept of a model centered by the means of the other samples; without an
/// intercept it is xᵢ·Q₋ᵢ. Where features were standardized beforehand, the deviations are those of all samples.
struct LeftOutSamples: Sendable {
  let data: LeastSquares
  /// m indices of samples.
  let rows: [Int]

  /// The scores of those samples (m × K), one matrix for each form; NaN where W₋ᵢ is not finite.
  ///
  /// - Parameter weights: W₋ᵢ (K × d) for the sample at a place of `rows`.
  /// - Complexity: O(m K d) for each form, beside the weights.
  func scores(
    as forms: [any StorageForm], structure: SolutionStructure, weights: @Sendable (_ place: Int) -> Matrix
  ) throws -> [Matrix] {
    let n = Double(data.sampleCount)
    let (stretch, pull) = data.hasIntercept ? (n / (n - 1), 1 / (n - 1)) : (1, 0)
    let scores = try parallelMap(rows.count) { place in
      let i = rows[place]
      let without = weights(place)
      let sample = data.features.row(i)
      // A form would make some number of what is none.
      guard without.elements.allSatisfy(\.isFinite) else {
        return forms.map { _ in [Double](repeating: .nan, count: data.columnCount) }
      }
      // With yᵢ = ȳ + y: (n ȳ − yᵢ)/(n−1) = ȳ − y/(n−1).
      let base = (0..<data.columnCount).map { data.targetMeans[$0] - pull * data.targets[$0, i] }
      return forms.map { form in
        let stored = form.storedWeights(of: without, structure: structure)
        return base.indices.map { base[$0] + stretch * dot(stored.row($0), sample) }
      }
    }
    return forms.indices.map { f in
      Matrix(rows: rows.count, columns: data.columnCount, elements: scores.flatMap { $0[f] })
    }
  }
}

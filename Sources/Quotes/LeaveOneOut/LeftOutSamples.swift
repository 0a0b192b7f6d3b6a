import Compression
import ConvexFunctions
import ConvexSolvers
import LinearAlgebra
import PackedInference
import Quantization

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

  /// Samples that are prepared together.
  private static let blockSize = 32

  /// The scores of those samples (m × K), one matrix for each storage; NaN where W₋ᵢ is not finite.
  ///
  /// - Parameters:
  ///   - weights: W (K × d), trained on all samples.
  ///   - without: for some places of `rows`, what gives W₋ᵢ (K × d) of the sample at one of them.
  /// - Complexity: O(m K d) for each form, beside the weights.
  func scores(
    of weights: Matrix, as storages: [PlainStorage], structure: SolutionStructure,
    without: @Sendable (_ places: Range<Int>) -> (_ place: Int) -> Matrix
  ) throws -> [Matrix] {
    let forms = RoundedOnce(storages, weights, structure: structure, on: data)
    let n = Double(data.sampleCount)
    let (stretch, pull) = data.hasIntercept ? (n / (n - 1), 1 / (n - 1)) : (1, 0)
    let starts = Array(stride(from: 0, to: rows.count, by: Self.blockSize))
    let scores = try parallelMap(starts.count) { b in
      let places = starts[b]..<min(starts[b] + Self.blockSize, rows.count)
      let without = without(places)
      return places.map { place in
        let i = rows[place]
        let left = without(place)
        // A form would make some number of what is none.
        guard left.elements.allSatisfy(\.isFinite) else {
          return storages.map { _ in [Double](repeating: .nan, count: data.columnCount) }
        }
        // With yᵢ = ȳ + y: (n ȳ − yᵢ)/(n−1) = ȳ − y/(n−1).
        let base = (0..<data.columnCount).map { data.targetMeans[$0] - pull * data.targets[$0, i] }
        return forms.products(of: left, structure: structure, sample: i, stretch: stretch).map { products in
          zip(base, products).map { $0 + stretch * $1 }
        }
      }
    }.flatMap(\.self)
    return storages.indices.map { s in
      Matrix(rows: rows.count, columns: data.columnCount, elements: scores.flatMap { $0[s] })
    }
  }
}

/// Storages that share a form, so that weights are rounded to it once.
private struct RoundedOnce: Sendable {
  private struct Group: Sendable {
    let form: any StorageForm
    /// Where its storages stand, with the scales of those that refit them.
    var places: [(place: Int, scales: LeftOutScales?)]
  }

  private var groups: [Group] = []
  private let count: Int
  private let data: LeastSquares

  init(_ storages: [PlainStorage], _ weights: Matrix, structure: SolutionStructure, on data: LeastSquares) {
    count = storages.count
    self.data = data
    let gram = storages.contains(where: \.refitsScales) ? data.gramMatrix : nil
    for (place, storage) in storages.enumerated() {
      let form = storage.form as? any QuantizedForm
      let scales =
        storage.refitsScales
        ? form.map { LeftOutScales($0.quantized(weights, structure: structure).numbers, on: data, gram: gram!) } : nil
      // Forms with scales have no settings but their name.
      if form != nil,
        let g = groups.firstIndex(where: { $0.form is any QuantizedForm && $0.form.name == storage.form.name })
      {
        groups[g].places.append((place, scales))
      } else {
        groups.append(Group(form: storage.form, places: [(place, scales)]))
      }
    }
  }

  /// Q₋ᵢ·xᵢ of each class, for each storage.
  func products(of weights: Matrix, structure: SolutionStructure, sample i: Int, stretch: Double) -> [[Double]] {
    var products = [[Double]](repeating: [], count: count)
    let x = data.features.row(i)
    for group in groups {
      guard let form = group.form as? any QuantizedForm else {
        let stored = group.form.stored(weights, structure: structure)
        for (place, _) in group.places { products[place] = (0..<stored.rowCount).map { dot(stored.row($0), x) } }
        continue
      }
      let quantized = form.quantized(weights, structure: structure)
      let scores = (0..<weights.rowCount).map { dot(quantized.numbers.row($0), x) }
      for (place, scales) in group.places {
        products[place] = scores.indices.map { k in
          // A class without weights has the scale 0, which no factor changes.
          guard quantized.scales[k] > 0 else { return 0 }
          let scale = scales?.scale(of: k, quantized.numbers.row(k), without: i, score: scores[k], stretch: stretch)
          // Layers hold their scales in Float32.
          return Double(Float(scale ?? quantized.scales[k])) * scores[k]
        }
      }
    }
    return products
  }
}

import Compression
import ConvexFunctions
import ConvexSolvers
import LinearAlgebra
import PackedInference
import Quantization

/// Turns weights into layers, with what the rows that they were fitted to know about them.
struct Storing {
  private let weights: Matrix
  private let structure: SolutionStructure
  /// What is added to the diagonal of XᵀX in data-aware rounding: the strength of the ridge penalty.
  private let lambda: Double
  private let data: LeastSquares
  /// Roundings that serve several scales.
  private var rounded: [String: QuantizedMatrix] = [:]
  private var dataAware: DataAwareRounding??

  /// Beyond this many features the Gram matrix and its factor take too long to be worth a few bits.
  static let mostDataAwareFeatures = 4096

  init(_ fit: LinearFit, on data: LeastSquares) {
    self.init(fit.weights, structure: fit.structure, lambda: fit.lambda, on: data)
  }

  init(_ weights: Matrix, structure: SolutionStructure, lambda: Double, on data: LeastSquares) {
    self.weights = weights
    self.structure = structure
    self.lambda = lambda
    self.data = data
  }

  /// Whether data-aware rounding is to be had at all.
  static func canBeDataAware(_ data: LeastSquares) -> Bool { data.featureCount <= mostDataAwareFeatures }

  /// The layer of that choice; nil where data-aware rounding has nothing to work on, and where a weight is beyond
  /// 65,504, the largest half.
  mutating func layer(_ choice: StorageChoice) -> (any PackedLayer)? {
    guard let form = choice.form as? any QuantizedForm else {
      let layer = choice.form.layer(of: weights, structure: structure)
      // Beyond Float32 there is no form at all, which the model says.
      return layer is HalfLayer && !layer.isFinite ? nil : layer
    }
    guard var quantized = quantized(form, choice.rounding) else { return nil }
    if choice.scale == .refit {
      let factors = data.leastSquaresScales(of: quantized.dequantized)
      quantized.scales = zip(quantized.scales, factors).map { $0 * $1 }
    }
    return form.layer(of: quantized, structure: structure)
  }

  /// The intercept that goes with a layer.
  ///
  ///     β = ȳ − Ŵ x̄
  ///
  /// with the compressed Ŵ: the bias that compression brings is taken out exactly on the training mean.
  func intercept(for layer: Matrix) -> [Float] {
    data.hasIntercept ? data.intercept(for: layer).map { Float($0) } : [Float](repeating: 0, count: layer.rowCount)
  }

  /// What storing adds to the objective of ridge: Σₖ (v − w)ᵀ(XᵀX + λ)(v − w) / Σₖ wᵀ(XᵀX + λ)w.
  func relativeExcess(of layer: Matrix) -> Double {
    var difference = layer
    for i in difference.elements.indices { difference.elements[i] -= weights.elements[i] }
    func square(_ w: Matrix) -> Double {
      data.squaredScores(of: w).reduce(lambda * squaredNorm(w.elements[...]), +)
    }
    return square(difference) / square(weights)
  }

  private mutating func quantized(_ form: any QuantizedForm, _ rounding: StorageChoice.Rounding) -> QuantizedMatrix? {
    let key = "\(form.name) \(rounding)"
    if let known = rounded[key] { return known }
    let plain = form.quantized(weights, structure: structure)
    switch rounding {
    case .plain: rounded[key] = plain
    case .dataAware: rounded[key] = preparedRounding()?(weights, to: form.format, from: plain)
    }
    return rounded[key]
  }

  private mutating func preparedRounding() -> DataAwareRounding? {
    if let dataAware { return dataAware }
    var prepared: DataAwareRounding?
    if Self.canBeDataAware(data) {
      var hessian = data.gramMatrix
      for j in 0..<hessian.rowCount { hessian[j, j] += lambda }
      prepared = DataAwareRounding(hessian: hessian)
    }
    dataAware = .some(prepared)
    return prepared
  }
}

public import Activations
public import FeatureMaps
import Messages
import PackedInference

/// A network of binary weights and activations, and how it is trained.
///
///     h₀ = levels of x,   h_l = sign(BN(sign(V_l) h_{l−1})),   scores = s ∘ (Q_b(V) h_L) + c
///
/// with V real latent weights, BN batch normalization, Q_b rounding to b bits and scales s and offsets c for each output.
///
/// - Source: Courbariaux et al., *Binarized neural networks*, arXiv 1602.02830.
public struct BinaryNetworkSetting: Sendable {
  /// The outputs of the hidden layers, the first one first.
  public let widths: [Int]
  /// b of the last layer: 1 is signs, 2 to 8 the odd integers of `MidRiseInteger`.
  public let lastLayerBits: Int
  /// What stands in for the derivative of sign(u), u having variance near 1.
  public let surrogate: any SurrogateGradient
  public let optimizer: NetworkOptimizer
  /// Passes over the rows in the schedule: the step size falls to zero over them as half a cosine.
  public let epochs: Int
  /// Each time an image is seen it is moved by one of these at random.
  public let shifts: Shifts?

  public static let largestDepth = 15

  /// - Throws: a `Refusal` of kind `usage` for no layers, a width or a number of epochs below 1, or bits beyond 1 to 8.
  public init(
    widths: [Int], lastLayerBits: Int = 8, surrogate: any SurrogateGradient = HardTanhDerivative(),
    optimizer: NetworkOptimizer = .adam, epochs: Int = 100, shifts: Shifts? = nil
  ) throws {
    guard (1...Self.largestDepth).contains(widths.count) else {
      throw Refusal.usage("a binary network has 1 to \(Self.largestDepth) hidden layers; found \(widths.count)")
    }
    for width in widths where !(1...BinaryMap.largestInputCount).contains(width) {
      throw Refusal.usage(
        "a layer of a binary network has 1 to \(BinaryMap.largestInputCount) outputs; found \(width)")
    }
    guard (1...8).contains(lastLayerBits) else {
      throw Refusal.usage("the last layer of a binary network has 1 to 8 bits; found \(lastLayerBits)")
    }
    guard (1...1_000_000).contains(epochs) else {
      throw Refusal.usage("training takes 1 to 1000000 epochs; found \(epochs)")
    }
    self.widths = widths
    self.lastLayerBits = lastLayerBits
    self.surrogate = surrogate
    self.optimizer = optimizer
    self.epochs = epochs
    self.shifts = shifts
  }

  /// Rows for each step: a twentieth of all, from 10 to 100, so that small data make enough steps.
  public static func batchSize(rows: Int) -> Int { min(rows, max(10, min(100, rows / 20))) }
}

import LinearAlgebra

/// The weights of a hidden layer (w × d): real latent ones, which training moves, and their signs, which compute.
///
/// The gradient of the signs is taken for that of the latent weights; these stay within [−1, 1], beyond which they could only
/// lose time.
struct BinaryWeights: Sendable {
  private var latent: TrainedNumbers
  /// ±1, sign(0) = +1.
  private(set) var signs: FloatMatrix

  /// Uniform on [−0.1, 0.1).
  init(rows: Int, columns: Int, _ stream: RandomStream, _ optimizer: NetworkOptimizer) {
    var stream = stream
    latent = TrainedNumbers(stream.floatUniforms(rows * columns).map { 0.2 * $0 - 0.1 }, optimizer)
    signs = FloatMatrix(rows: rows, columns: columns)
    takeSigns()
  }

  mutating func move(against gradient: FloatMatrix, rate: Float, step: Int) {
    latent.move(against: gradient.elements, rate: rate, step: step, bound: 1)
    takeSigns()
  }

  private mutating func takeSigns() { signs.elements.takeSigns(of: latent.values) }
}

extension [Float] {
  /// Replaces the entries by the signs of others, with sign(0) = +1.
  mutating func takeSigns(of numbers: [Float]) {
    precondition(count == numbers.count)
    withUnsafeMutableBufferPointer { result in
      numbers.withUnsafeBufferPointer { numbers in
        for i in 0..<numbers.count { result[i] = numbers[i] < 0 ? -1 : 1 }
      }
    }
  }
}

import ConvexFunctions
import LinearAlgebra

extension MixtureTheory {
  func needsDraws(_ penalty: any ShrinkagePenalty, _ trained: TrainedMixture, _ lambda: Double) -> Bool { false }
  func monteCarloRow(
    _ penalty: any ShrinkagePenalty, _ trained: TrainedMixture, _ lambda: Double, _ draws: Int, _ stream: RandomStream
  ) throws -> Row { fatalError() }
}

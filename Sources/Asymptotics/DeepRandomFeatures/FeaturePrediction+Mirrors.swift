public import ConvexFunctions
import LinearAlgebra
import Messages

extension FeaturePrediction {
  /// An interpolating fit of least Σ ψ(aᵢ): where mirror descent with ψ ends from zero.
  public struct Mirrored: Sendable, Equatable {
    public let testMSE: Double
    /// ‖a_ψ‖².
    public let squaredNorm: Double
  }

  /// The same model fitted with a mirror.
  ///
  ///     E_ψ = E_ℓ2 + R (‖a_ψ‖² − ‖a_ℓ2‖²),   R = Tr(P Σ_L)/(d_L − n)
  ///
  /// The row space of random features is isotropic, and what a mirror adds lies in the null space P, where it is
  /// generic; hence ψ enters only through the norm of its solution, which `MirrorLaw` finds.
  ///
  /// - Throws: a `Refusal` of kind `usage` where λ > 0 or n is at or above the width: there a mirror has no theory.
  public func mirrored(_ potential: some MirrorPotential) throws -> Mirrored {
    guard let freeVariance else {
      throw Refusal.usage(
        "there is a theory of the mirror \(potential.name) only where the fit interpolates: λ = 0 and fewer samples than features in the last layer"
      )
    }
    guard potential.name != "l2" else { return Mirrored(testMSE: testMSE, squaredNorm: squaredNorm) }
    let law = MirrorLaw(
      ratio: degreesOfFreedom[degreesOfFreedom.count - 1] / width, meanSquare: squaredNorm / width)
    let norm = width * (try law.meanSquare(of: potential))
    return Mirrored(testMSE: testMSE + freeVariance * (norm - squaredNorm), squaredNorm: norm)
  }
}

import DataModels
import LinearAlgebra

/// Units in which a step without noise moves latent weights by whole numbers, so that ties at zero are exact.
///
///     u = w / scale,   u ← u − G,   G = Σᵢ ρ_i H_i,   scale = η unit v₁² / N
///
/// ρ are residuals in multiples of v₁, the unit of v; H are the h_i in multiples of `unit` · v₁.
struct LatentUnits {
  let scale: Double
  /// u at step 0, inside the bound.
  let start: [Double]
  /// B.
  let bound: Double
  /// ξ in multiples of v₁.
  let noise: [Double]

  init(_ setting: StraightThroughSetting, _ sample: TeacherSample) {
    let eta = setting.stepSize / sample.squaredOutputNorm
    let scale =
      eta * (sample.backwardUnit ?? 1) * sample.outputUnit * sample.outputUnit / Double(sample.sampleCount)
    self.scale = scale
    let bound = if case .clip(let limit) = setting.rule { limit / scale } else { Double.infinity }
    self.bound = bound
    start = sample.start.map { min(max($0 / scale, -bound), bound) }
    noise = sample.noise.map { $0 / sample.outputUnit }
  }

  /// +1 where u ≥ 0, else −1.
  static func signs(_ u: [Double]) -> [Int8] { u.map { $0 >= 0 ? 1 : -1 } }

  /// L from Σ ρ².
  static func loss(_ squares: Double, _ sample: TeacherSample) -> Double {
    squares * sample.outputUnit * sample.outputUnit / (2 * Double(sample.sampleCount))
  }

  /// Whether no coordinate moves toward zero: then no sign changes ever again.
  static func isAbsorbing(_ u: [Double], _ gradient: [Double]) -> Bool {
    u.indices.allSatisfy { u[$0] >= 0 ? gradient[$0] <= 0 : gradient[$0] >= 0 }
  }
}

import Asymptotics
import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra

/// What the theory of the mixture says of a job on `mixture:` data: where to look for λ, and every error in advance.
///
/// Other data are not drawn from a mixture; there it says nothing.
struct MixturePrediction {
  /// As the name of the data has it: nothing here was fitted.
  private let setting: MixtureSetting

  /// - Returns: nil where the data are no mixture, or were changed after they were drawn.
  init?(_ request: CompressRequest) {
    let data = request.data
    guard data.isMixture, data.corrupt == 0, !data.standardize,
      let description = try? MixtureDescription(parsing: data.source),
      let setting = try? MixtureSetting(
        mixture: description.mixture, sampleCount: description.sampleCount, corruption: description.corruption,
        intercept: request.intercept)
    else { return nil }
    self.setting = setting
  }

  /// The test error of a stored solution, as a mean over data sets; nil where the theory does not know the form.
  func error(_ penalty: String, lambda: Double, choice: StorageChoice, seed: UInt64) -> Double? {
    guard choice.rounding == .plain, choice.scale == .weights, choice.remark.isEmpty,
      let penalty = Penalties.named(penalty), let format = MixtureFormat.named(choice.form.name),
      let theory = try? MixtureTheory(setting, formats: [format])
    else { return nil }
    let row = try? theory.row(penalty, lambda: lambda, law: .auto, draws: 24, using: RandomStream(seed: seed))
    return row?.formatErrors[0]?.mean
  }

  /// The theory of the mixture that the training rows look like; nil where they look like none.
  static func theoryOfEstimate(_ preparation: Preparation) -> MixtureTheory? {
    guard case .classes(let labels, let names) = preparation.data.training.targets, names.count >= 2 else { return nil }
    let full = preparation.full
    let scores = preparation.ridge.leaveOneOut(0.3 * LambdaGrid.largest(for: SquaredL2(), full))
    let wrong = WrongLabelShare(scores: scores, labels: labels)?.value ?? 0
    return EstimatedMixture(preparation.data.training, wrongShare: wrong, intercept: full.hasIntercept)
      .flatMap { try? MixtureTheory($0.setting, formats: []) }
  }

  /// Shares of λ_max around the strengths at which a theory promises least error for W and for its signs.
  static func fractions(for penalty: any Penalty, by theory: MixtureTheory, largest: Double) -> [Double] {
    let centers = [
      try? BestStrength(theory, penalty) { $0.testError.mean },
      try? BestStrength(theory, penalty) { $0.oneBitTestError?.mean ?? .infinity },
    ].compactMap { $0.map { $0.lambda / largest } }.filter { $0 > 0 && $0.isFinite }
    return centers.flatMap { center in [0.6, 0.8, 1, 1.25, 1.7].map { center * $0 } }
  }
}

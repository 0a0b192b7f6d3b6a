import Asymptotics
import ConvexFunctions
import ConvexSolvers
import DataModels
import Experiments
import LinearAlgebra
import Workbench

/// One penalty on one mixture along λ: what the theory says and what data sets say, by the same keys.
struct MixtureSweep {
  let setting: MixtureSetting
  let penalty: any Penalty
  /// Where dots stand.
  let lambdas: [Double]
  let formats: [MixtureFormat]
  let session: FigureSession
  private let theory: MixtureTheory

  init(
    _ setting: MixtureSetting, _ penalty: any Penalty, lambdas: [Double], formats: [MixtureFormat] = [.sign],
    _ session: FigureSession
  ) throws {
    self.setting = setting
    self.penalty = penalty
    self.lambdas = lambdas
    self.formats = formats
    self.session = session
    theory = try MixtureTheory(setting, formats: formats)
  }

  /// Data sets, several at a time; each is remembered by the session.
  ///
  /// - Parameter noise: Of the features; the theory is that of Gaussian ones all the same.
  func measured(trials: Int, noise: FeatureNoise = .gaussian) throws -> [MixtureSimulation.Row] {
    let simulation = MixtureSimulation(
      setting, penalties: [penalty], lambdas: lambdas, formats: formats, trials: trials, noise: noise)
    let error = MixtureError(setting.mixture, deviations: setting.deviations)
    let stream = RandomStream(seed: session.seed)
    let counter = session.counter("simulating \(penalty.name)", total: trials)
    let name = "\(setting.key) \(noise.name) \(penalty.name) λ \(lambdas) \(formats.map(\.name))"
    return simulation.rows(
      of: try parallelMap(trials) { trial in
        let result = try session.measured("\(name) trial \(trial)") {
          try simulation.measure(trial, error, using: stream)
        }
        counter.advance()
        return result
      })
  }

  /// The theory at every dot, drawing the reduced problem where mean fields are known to fail.
  func predicted() throws -> [MixtureTheory.Row] { try rows(at: lambdas, law: .auto) }

  /// The line: the theory at and between the dots; where draws are needed, at the dots only.
  ///
  /// - Parameter predicted: The theory at the dots, whose draws cost most.
  func line(through predicted: [MixtureTheory.Row]) throws -> [MixtureTheory.Row] {
    let between = LambdaGrid.logarithmic(from: lambdas.min() ?? 1, to: lambdas.max() ?? 1, count: 8 * lambdas.count)
      .filter { lambda in (try? theory.method(for: penalty, lambda: lambda)) == .exact }
    return (try rows(at: between, law: .exact) + predicted).sorted { $0.lambda < $1.lambda }
  }

  /// The law of the paper along the whole line.
  func paperLine() throws -> [MixtureTheory.Row] {
    try rows(
      at: LambdaGrid.logarithmic(from: lambdas.min() ?? 1, to: lambdas.max() ?? 1, count: 4 * lambdas.count),
      law: .largeLambda)
  }

  private func rows(at lambdas: [Double], law: MixtureLaw) throws -> [MixtureTheory.Row] {
    let draws = session.isQuick ? 16 : 64
    return try parallelMap(lambdas.count) { i in
      try theory.row(
        penalty, lambda: lambdas[i], law: law, draws: draws, using: RandomStream(seed: session.seed).branch("theory"))
    }
  }
}

extension MixtureSetting {
  /// Everything that decides about data sets drawn from it, for the memory of a session.
  var key: String {
    "mixture n \(sampleCount) priors \(mixture.priors) means \(mixture.meanCovariance.elements) labels \(labelShares.elements) "
      + "groups \(groups.map { [Double($0.count), $0.sigma, $0.meanScale] }) intercept \(intercept)"
  }
}

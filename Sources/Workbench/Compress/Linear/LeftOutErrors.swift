import ConvexSolvers
import DataModels
import LinearAlgebra
import PackedInference
import Quotes

/// Ridge along its path by leave-one-out, in 32 bits and in every other way to store it that is a function of the weights and
/// the rows in closed form: plain rounding, with scales of its own or by least squares.
struct LeftOutErrors {
  /// One way to store one solution.
  struct Entry: Sendable {
    let error: ControlledError
    /// Whether another λ or scale of the same row of the table was found to be better.
    let isBeaten: Bool
  }

  /// By λ and choice.
  private let entries: [[Entry?]]

  func entry(lambda i: Int, _ choice: Int) -> Entry? { entries[i][choice] }

  /// Numbers that are rounded at most: some seconds on two cores. Beyond it, the λ that are still in the race are compared
  /// on the samples that were left out so far.
  static let mostNumbers = 2e9

  /// Nil where folds were asked for.
  ///
  /// Beyond the features for which XᵀX is kept, which scales by least squares read, only 32 bits have it.
  init?(_ choices: [StorageChoice], lambdas: [Double], _ preparation: Preparation, seed: UInt64) throws {
    guard preparation.data.usesLeaveOneOut else { return nil }
    let targets = preparation.data.training.targets
    let plain = choices.indices.filter {
      choices[$0].rounding == .plain && !choices[$0].isPlain(DenseLayer.format)
        && Storing.canBeDataAware(preparation.full)
    }
    let rows = StorageChoice.rows(choices, among: plain)
    let race = try LeaveOneOutRace(
      preparation.ridge, targets: targets, lambdas: lambdas,
      contests: rows.map { $0.map { PlainStorage(choices[$0].form, refitsScales: choices[$0].scale == .refit) } },
      order: targets.stratifiedOrder(using: RandomStream(seed: seed).branch("leave-one-out race")),
      mostNumbers: Self.mostNumbers)
    var entries = [[Entry?]](repeating: Array(repeating: nil, count: choices.count), count: lambdas.count)
    let all = Array(0..<targets.count)
    for i in lambdas.indices {
      for c in choices.indices where choices[c].isPlain(DenseLayer.format) {
        let errors = race.floatErrors[i]
        entries[i][c] = Entry(error: ControlledError(errors, at: all, related: errors), isBeaten: false)
      }
      for (row, results) in zip(rows, race.results) {
        for (c, result) in zip(row, results[i]) { entries[i][c] = Entry(error: result.error, isBeaten: !result.isBest) }
      }
    }
    self.entries = entries
  }
}

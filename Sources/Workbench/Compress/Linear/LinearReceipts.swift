import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra
import Messages
import PackedInference
import Quotes

/// Receipts of the rows of the table: their errors by leave-one-out, exact for ridge, on the active manifold for the others.
///
/// The test rows do not enter, nor does anything here enter the choice.
struct LinearReceipts {
  private let preparation: Preparation
  private let targets: Targets
  /// The samples on which compressed weights are scored; those in 32 bits are scored on all.
  private let rows: [Int]
  /// The solution that was asked last, which often serves several forms. Only that one: it may take 100 MB.
  private var last: (key: String, solution: Solution)?

  /// Compressed weights are scored on so many samples that about so many numbers are rounded, and no fewer than 300.
  static let mostNumbers = 20_000_000
  static let leastRows = 300
  /// Multiplications that the active manifolds of one solution may take: a few seconds.
  static let mostWork = 2e10

  init(_ preparation: Preparation, seed: UInt64) {
    self.preparation = preparation
    targets = preparation.data.training.targets
    let data = preparation.full
    rows = SampledRows.of(
      data.sampleCount, count: max(Self.leastRows, Self.mostNumbers / (data.featureCount * data.columnCount)),
      using: RandomStream(seed: seed).branch("leave-one-out"))
  }

  /// - Parameter leftOut: the leave-one-out error, where it is known already.
  /// - Throws: a `Refusal` that says why the row has none.
  mutating func receipt(_ fit: LinearFit, _ choice: StorageChoice, leftOut: ControlledError? = nil) throws
    -> Receipt?
  {
    let error = try leftOut ?? error(fit, choice)
    let bits = choice.form is PrunedForm ? 1 : choice.form.bitWidth
    let testCount = preparation.data.test.sampleCount
    var kind = Receipt.Kind.regression
    if case .classes = targets { kind = .classification(bitWidth: bits) }
    return Receipt(
      error, sampleCount: targets.count, testCount: testCount > 0 ? testCount : nil, kind: kind)
  }

  private mutating func error(_ fit: LinearFit, _ choice: StorageChoice) throws -> ControlledError {
    guard choice.rounding == .plain else {
      throw Refusal.usage(
        "no receipt, and λ by the folds: data-aware rounding reads the training rows, and would have to be done without each"
      )
    }
    guard choice.scale == .weights || Storing.canBeDataAware(preparation.full) else {
      throw Refusal.usage(
        "no receipt: scales by least squares take too long without each row at more than "
          + "\(NumberText.grouped(Storing.mostDataAwareFeatures)) features")
    }
    let solution = try solution(fit)
    let related = targets.errors(of: solution.predictions)
    if choice.isPlain(DenseLayer.format) {
      return ControlledError(related, at: Array(0..<targets.count), related: related)
    }
    let scores = try solution.scores(PlainStorage(choice.form, refitsScales: choice.scale == .refit))
    return ControlledError(targets.rows(rows).errors(of: scores), at: rows, related: related)
  }

  /// A solution that can be asked what it would be without each sample.
  private struct Solution {
    /// n × K, in 32 bits.
    let predictions: Matrix
    let scores: (PlainStorage) throws -> Matrix
  }

  private mutating func solution(_ fit: LinearFit) throws -> Solution {
    let key = "\(fit.penalty) \(fit.lambda)"
    if let last, last.key == key { return last.solution }
    last = nil
    let found = fit.structure == .smooth ? exact(fit) : try approximate(fit)
    last = (key, found)
    return found
  }

  private func exact(_ fit: LinearFit) -> Solution {
    let path = preparation.ridge
    let leaveOneOut = CompressedLeaveOneOut(path, rows: rows)
    return Solution(predictions: path.leaveOneOut(fit.lambda)) { try leaveOneOut.scores(fit.lambda, as: [$0])[0] }
  }

  private func approximate(_ fit: LinearFit) throws -> Solution {
    let work = ApproximateLeaveOneOut.work(for: fit, sampleCount: targets.count)
    guard work <= Self.mostWork else {
      throw Refusal.usage(
        "no receipt: \(NumberText.scientific(work, 0)) multiplications for the active weights of this solution are above "
          + "the limit of \(NumberText.scientific(Self.mostWork, 0))")
    }
    let leaveOneOut = try ApproximateLeaveOneOut(fit, on: preparation.full, rows: rows)
    return Solution(predictions: leaveOneOut.predictions) { try leaveOneOut.scores(as: [$0])[0] }
  }
}

import ConvexFunctions
public import ConvexSolvers
public import DataModels
import LinearAlgebra

/// Which λ and which storage of ridge err least on samples that were left out, found without leaving out every sample at
/// every λ.
///
/// All λ are scored on a few samples first. What errs more than the best by over two standard errors of the paired
/// difference (`PairedDifference`, with ridge as it is for control variate) is out; the number of samples is doubled for the
/// rest, until all were left out. So the winner's error is that of `CompressedLeaveOneOut` on all samples, and the winner
/// is nearly always the same as if all λ had been scored on all of them.
///
/// - Source: Maron & Moore, *Hoeffding races* (1994); Moore & Lee (1994), §3, blocking.
public struct LeaveOneOutRace: Sendable {
  /// One storage at one λ.
  public struct Result: Sendable {
    /// With ridge as it is as control variate, on the samples up to which it took part.
    public let error: ControlledError
    public let rowCount: Int
    /// True for the winner of its contest.
    public let isBest: Bool
  }

  /// The error of each sample under ridge as it is, one array for each λ.
  public let floatErrors: [[Double]]
  /// By contest, λ and storage.
  public let results: [[[Result]]]
  /// What was rounded in all: samples × weights × forms.
  public let roundedNumbers: Double

  /// The first samples. Fewer make the first round cheaper and let more λ through.
  public static let firstRows = 128
  /// In standard errors.
  static let limit = 2.0

  /// - Parameters:
  ///   - lambdas: λ ≥ 0; of equal errors the first is best.
  ///   - contests: storages of which the best at its λ is sought, each contest for itself.
  ///   - order: all samples, in the order in which they are left out (`Targets.stratifiedOrder`).
  ///   - mostNumbers: no round but the first begins that would go beyond so many rounded numbers.
  /// - Complexity: O(m r d) for each λ and O(m K d) for each λ and form, on the m samples up to which it takes part.
  public init(
    _ path: RidgePath, targets: Targets, lambdas: [Double], contests: [[PlainStorage]], order: [Int],
    mostNumbers: Double
  ) throws {
    let n = order.count
    let models = lambdas.map { LeftOutRidge(path, $0) }
    let floatErrors = try parallelMap(lambdas.count) { targets.errors(of: path.leaveOneOut(lambdas[$0])) }
    let related = floatErrors.map { RelatedErrors($0, order: order) }
    var running = contests.map { RaceContest($0, lambdaCount: lambdas.count) }
    var best = contests.map { _ in (lambda: 0, storage: 0) }
    var (measured, spent) = (0, 0.0)
    let each = Double(path.data.featureCount * path.data.columnCount)
    while measured < n {
      let next = min(n, measured == 0 ? Self.firstRows : 2 * measured)
      let rows = Array(order[measured..<next])
      let tasks = lambdas.indices.map { l in (lambda: l, contests: running.indices.filter { running[$0].isRunning[l] })
      }
      .filter { !$0.contests.isEmpty }
      let work = tasks.reduce(0) { $0 + Double($1.contests.count * rows.count) * each }
      guard measured == 0 || spent + work <= mostNumbers else { break }
      let part = targets.rows(rows)
      let found = try parallelMap(tasks.count) { t in
        let storages = tasks[t].contests.map { contests[$0] }
        return try models[tasks[t].lambda].scores(of: rows, as: storages.flatMap(\.self)).map { part.errors(of: $0) }
      }
      for (task, errors) in zip(tasks, found) {
        var rest = errors[...]
        for c in task.contests {
          running[c].add(Array(rest.prefix(contests[c].count)), lambda: task.lambda)
          rest = rest.dropFirst(contests[c].count)
        }
      }
      (measured, spent) = (next, spent + work)
      for c in running.indices { best[c] = running[c].settle(related, limit: Self.limit) }
    }
    self.floatErrors = floatErrors
    roundedNumbers = spent
    results = running.indices.map { c in
      lambdas.indices.map { l in
        contests[c].indices.map { s in
          let errors = running[c].errors[l][s]
          return Result(
            error: ControlledError(errors, at: Array(order.prefix(errors.count)), related: floatErrors[l]),
            rowCount: errors.count, isBest: best[c] == (l, s))
        }
      }
    }
  }
}

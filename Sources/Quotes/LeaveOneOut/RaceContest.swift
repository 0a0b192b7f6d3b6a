import LinearAlgebra

/// Storages that compete with each other and over every λ: the errors that were measured so far, and who still runs.
struct RaceContest: Sendable {
  let storages: [PlainStorage]
  /// By λ, then by storage: one error for each sample that was measured, in the order of the race.
  private(set) var errors: [[[Double]]]
  /// Whether a storage at that λ still runs, by λ; its storages run together, since they round the weights once.
  private(set) var isRunning: [Bool]

  init(_ storages: [PlainStorage], lambdaCount: Int) {
    self.storages = storages
    errors = Array(repeating: Array(repeating: [], count: storages.count), count: lambdaCount)
    isRunning = Array(repeating: true, count: lambdaCount)
  }

  mutating func add(_ more: [[Double]], lambda l: Int) {
    for (s, part) in more.enumerated() { errors[l][s] += part }
  }

  /// Takes those λ out of the race whose every storage errs more than the best by over `limit` standard errors.
  ///
  /// - Returns: the place of the best.
  mutating func settle(_ related: [RelatedErrors], limit: Double) -> (lambda: Int, storage: Int) {
    let runners = isRunning.indices.filter { isRunning[$0] }.flatMap { l in
      storages.indices.map { (lambda: l, storage: $0) }
    }
    let means = runners.map { ranked(average(errors[$0.lambda][$0.storage])) }
    var first = 0
    for r in runners.indices where means[r] < means[first] { first = r }
    let leader = runners[first]
    func paired(_ runner: (lambda: Int, storage: Int)) -> PairedDifference.Errors {
      let own = errors[runner.lambda][runner.storage]
      return .init(
        own, related: Array(related[runner.lambda].inOrder.prefix(own.count)),
        relatedMean: related[runner.lambda].mean)
    }
    let yardstick = paired(leader)
    let differences = runners.map {
      PairedDifference(of: paired($0), minus: yardstick, among: related[$0.lambda].inOrder.count)
    }
    var stays = Array(repeating: false, count: isRunning.count)
    for (runner, difference) in zip(runners, differences) where difference.mean <= limit * difference.standardError {
      stays[runner.lambda] = true
    }
    stays[leader.lambda] = true
    isRunning = stays
    var best = first
    for r in runners.indices where differences[r].mean < differences[best].mean { best = r }
    return runners[best]
  }
}

/// The errors of ridge as it is, at one λ.
struct RelatedErrors: Sendable {
  /// Of all samples, in the order of the race.
  let inOrder: [Double]
  let mean: Double

  init(_ errors: [Double], order: [Int]) {
    inOrder = order.map { errors[$0] }
    mean = average(errors)
  }
}

/// What is not a number ranks last.
private func ranked(_ error: Double) -> Double { error.isFinite ? error : .infinity }

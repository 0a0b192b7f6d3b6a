import ConvexFunctions
import ConvexSolvers
import DataFiles
import LinearAlgebra
import Messages
public import Workbench

/// Our solvers and those of others on the same problems, in the same run.
///
/// Every contender is judged by the objective that is computed here from its W; what it says itself counts
/// for nothing. A rival runs in a process of its own at the first of its settings that comes within 1e-6 of
/// the best objective, and is killed when its time is over.
public struct SolverBench: Sendable {
  private let request: SolverBenchRequest
  private let programs: RivalPrograms
  private let mnistFolders: [String]
  private let observer: ProgressObserver

  public init(
    _ request: SolverBenchRequest, programs: RivalPrograms, mnistFolders: [String] = [],
    observer: @escaping ProgressObserver = { _ in }
  ) {
    self.request = request
    self.programs = programs
    self.mnistFolders = mnistFolders
    self.observer = observer
  }

  /// How we are called among the contenders.
  static let ours = "signbit"
  /// Above this excess of the objective, relative, a problem is not solved.
  static let tolerance = 1e-6

  /// - Throws: a `Refusal` of kind `usage` for unknown names and values out of range.
  public func callAsFunction() throws -> SolverBenchAnswer {
    let contenders = try programs.contenders(request.contenders, beside: Self.ours)
    let penalties = try request.penalties.map { name in
      guard let penalty = Penalties.named(name) else {
        throw Refusal.usage(
          "there is no penalty \"\(name)\"; \(Suggestion.question(for: name, among: Penalties.all.map(\.name)))")
      }
      return penalty
    }
    guard request.fractions.allSatisfy({ $0 > 0 && $0 <= 10 }), !request.fractions.isEmpty else {
      throw Refusal.usage("--fractions must lie above 0 and at most at 10")
    }
    guard request.repeats >= 1, request.repeats <= 1000 else {
      throw Refusal.usage("--repeats must lie between 1 and 1,000; found \(request.repeats)")
    }
    guard request.timeLimit > 0, request.timeLimit <= 86_400 else {
      throw Refusal.usage(
        "--time-limit must be a number of seconds above 0 and at most a day; found \(request.timeLimit)")
    }
    let cases = try request.cases.map(SolverCase.named)
    let problemCount = cases.reduce(0) { $0 + penalties.count * ($1 == .path ? 1 : request.fractions.count) }
    var (rows, remarks) = ([SolverBenchAnswer.Row](), request.contenders == [Self.ours] ? [] : programs.remarks)
    let counter = ProgressCounter("solving", total: problemCount * contenders.count, observer)
    for one in cases {
      guard let (x, y) = try one.draw(mnistFolders: mnistFolders) else {
        remarks.append(
          "the case \(one.rawValue) needs t10k-images-idx3-ubyte in \(mnistFolders.joined(separator: " or "))")
        continue
      }
      let data = try LeastSquares(features: x, targets: y, intercept: false)
      let files: (x: NamelessFile, y: NamelessFile)? =
        contenders == [Self.ours] || programs.rivals.isEmpty
        ? nil : (try NamelessFile(NpyWriter.bytes(x)), try NamelessFile(NpyWriter.bytes(y)))
      for penalty in penalties {
        for problem in problems(one, data, penalty) {
          rows += try measure(problem, x: x, y: y, files: files, contenders) { counter.advance() }
        }
      }
    }
    return SolverBenchAnswer(
      machine: Machine(rivals: programs.rivals.compactMapValues(\.version)), rows: rows, remarks: remarks)
  }

  private func problems(_ one: SolverCase, _ data: LeastSquares, _ penalty: any Penalty) -> [SolverProblem] {
    let largest = LambdaGrid.largest(for: penalty, data)
    let prefix = "\(one.rawValue)/\(penalty.name)"
    guard one != .path else {
      let ends = penalty.structure == .smooth ? (10, 1e-6) : (0.9, 0.001)
      let fractions = LambdaGrid.logarithmic(from: ends.0, to: ends.1, count: 27)
      return [SolverProblem(name: prefix, data: data, penalty: penalty, lambdas: fractions.map { $0 * largest })]
    }
    return request.fractions.map {
      SolverProblem(
        name: "\(prefix)/\(NumberText.short($0))", data: data, penalty: penalty, lambdas: [$0 * largest])
    }
  }

  // MARK: One problem

  /// A contender's part in a problem; the weights are gone once the objectives are known.
  private struct Attempt {
    var contender: String
    var timing: Timing?
    var prepared: Double?
    var objectives: [Double] = []
    var status = SolverBenchAnswer.Row.solved
    var settings = ""
  }

  private func measure(
    _ problem: SolverProblem, x: Matrix, y: Matrix, files: (x: NamelessFile, y: NamelessFile)?, _ contenders: [String],
    _ advance: () -> Void
  ) throws -> [SolverBenchAnswer.Row] {
    // Ours always runs: its objective is what tells a rival that its settings are good enough.
    let own = try ours(problem, x: x, y: y, repeats: contenders.contains(Self.ours) ? request.repeats : 1)
    var attempts: [Attempt] = []
    for name in contenders {
      defer { advance() }
      if name == Self.ours {
        attempts.append(own)
      } else if let rival = programs.rivals[name], rival.penalties.contains(problem.penalty.name),
        problem.lambdas.count == 1 || rival.paths, let files
      {
        attempts.append(try self.rival(name, problem, files, targets: own.objectives))
      }
    }
    return judge(problem.name, attempts)
  }

  private func ours(_ problem: SolverProblem, x: Matrix, y: Matrix, repeats: Int) throws -> Attempt {
    let path = RegularizationPath()
    func solve(_ data: LeastSquares) throws -> [LinearFit] {
      try path.fit(data, penalty: problem.penalty, lambdas: problem.lambdas)
    }
    let (timing, fits) = try Timing.of(repeats: repeats, seconds: request.timeLimit) {
      try solve(LeastSquares(features: x, targets: y, intercept: false))
    }
    // Where one call spends the budget there is no time for the second figure.
    let prepared =
      timing.cold < 250 * request.timeLimit
      ? try Timing.of(repeats: repeats, seconds: request.timeLimit / 4) { try solve(problem.data) }.0.median : nil
    let certificates = problem.certificates(fits.map(\.weights))
    return Attempt(
      contender: Self.ours, timing: timing, prepared: prepared, objectives: certificates.map(\.objective),
      settings: "relative gap at most \(NumberText.scientific(certificates.map(\.relativeGap).max() ?? 0, 0))")
  }

  private func rival(
    _ name: String, _ problem: SolverProblem, _ files: (x: NamelessFile, y: NamelessFile), targets: [Double]
  ) throws -> Attempt {
    let limits = (request.repeats, request.timeLimit)
    switch try RivalRun.of(name, programs, problem, data: files, targets: targets, limits) {
    case .answer(let answer):
      return Attempt(
        contender: name, timing: answer.timing,
        objectives: problem.certificates(answer.weights).map(\.objective), settings: answer.settings)
    case .noAnswer:
      return Attempt(contender: name, status: "no answer in \(NumberText.short(request.timeLimit)) s")
    case .failed(let reason):
      return Attempt(contender: name, status: "failed: \(reason)")
    }
  }

  /// The excess of every objective over the best of all, and times relative to the fastest that solved.
  private func judge(_ name: String, _ attempts: [Attempt]) -> [SolverBenchAnswer.Row] {
    let answers = attempts.map(\.objectives).filter { !$0.isEmpty }
    let best = (answers.first ?? []).indices.map { i in answers.map { $0[i] }.min() ?? .nan }
    let excesses = attempts.map { attempt in zip(attempt.objectives, best).map { ($0 - $1) / $1 }.max() }
    let fastest = zip(attempts, excesses)
      .compactMap { attempt, excess in excess.map { $0 <= Self.tolerance } == true ? attempt.timing?.median : nil }
      .min()
    return zip(attempts, excesses).map { attempt, excess in
      let median = attempt.timing?.median
      let status = excess.map { $0 <= Self.tolerance } == false ? "not solved to 1e-6" : attempt.status
      return SolverBenchAnswer.Row(
        case: name, contender: attempt.contender, milliseconds: median, spread: attempt.timing?.spread,
        ratioToBest: median.flatMap { median in fastest.map { median / $0 } }, bytesPerSecond: nil,
        coldMilliseconds: attempt.timing?.cold, preparedMilliseconds: attempt.prepared, objectiveExcess: excess,
        status: status, settings: attempt.settings)
    }
  }
}

import Asymptotics
import DataModels
import LinearAlgebra
import Messages
import QuantizedTraining
public import Workbench

/// Times one update of low-precision SGD against NumPy, and one of the recursion of its moments, on one thread.
public struct SGDBench: Sendable {
  public static let ours = "signbit"

  private let request: SGDBenchRequest
  private let cases: [SGDCase]
  private let programs: RivalPrograms
  private let observer: ProgressObserver

  /// - Throws: a `Refusal` of kind `usage` for unknown cases and impossible limits.
  public init(
    _ request: SGDBenchRequest, programs: RivalPrograms, observer: @escaping ProgressObserver = { _ in }
  ) throws {
    cases = try request.cases.map(SGDCase.named)
    guard (1...1000).contains(request.repeats) else {
      throw Refusal.usage("--repeats is a number from 1 to 1000; found \(request.repeats)")
    }
    guard request.timeLimit > 0, request.timeLimit <= 3600 else {
      throw Refusal.usage("--time-limit is a number of seconds from 0 to 3600; found \(request.timeLimit)")
    }
    self.request = request
    self.programs = programs
    self.observer = observer
  }

  /// - Throws: a `Refusal` for a contender that is not there.
  public func callAsFunction() throws -> SGDBenchAnswer {
    let contenders = try programs.contenders(request.contenders, beside: Self.ours)
    let threads = ThreadLimit.current
    ThreadLimit.current = 1
    defer { ThreadLimit.current = threads }
    let counter = ProgressCounter("measuring", total: cases.count * contenders.count, observer)
    var rows: [SGDBenchAnswer.Row] = []
    for one in cases {
      var here: [SGDBenchAnswer.Row] = []
      for name in contenders {
        defer { counter.advance() }
        if name == Self.ours {
          here.append(row(one, name, .measured(try ours(one)), updates: one.updates))
        } else if one != .recursion {
          let run = try SGDRivalRun.of(
            name, programs, one, repeats: request.repeats, seconds: request.timeLimit)
          here.append(row(one, name, run, updates: one.rivalUpdates))
        }
      }
      let fastest = here.compactMap(\.milliseconds).min()
      for i in here.indices { here[i].ratioToBest = here[i].milliseconds.flatMap { time in fastest.map { time / $0 } } }
      rows += here
    }
    return SGDBenchAnswer(
      machine: Machine(rivals: programs.rivals.compactMapValues(\.version)), rows: rows,
      remarks: request.contenders == [Self.ours] ? [] : programs.remarks)
  }

  /// Milliseconds of one update, from whole runs.
  private func ours(_ one: SGDCase) throws -> Timing {
    let model = try one.model()
    let updates = Double(one.updates)
    let timing: Timing
    if one == .recursion {
      let theory = try QuantizedSGDTheory(model)
      timing = Timing.of(repeats: request.repeats, seconds: request.timeLimit) { theory.risks(at: [one.updates]) }.0
    } else {
      let simulation = try QuantizedSGDSimulation(model, trials: 1)
      timing = try Timing.of(repeats: request.repeats, seconds: request.timeLimit) {
        try simulation(at: [one.updates], using: RandomStream(seed: 1))
      }.0
    }
    return Timing(cold: timing.cold / updates, warm: timing.warm.map { $0 / updates })
  }

  private func row(_ one: SGDCase, _ name: String, _ run: SGDRivalRun.Result, updates: Int) -> SGDBenchAnswer.Row {
    let (timing, status): (Timing?, String) =
      switch run {
      case .measured(let timing): (timing, "measured")
      case .noAnswer: (nil, "no answer in \(NumberText.short(request.timeLimit)) s")
      case .failed(let reason): (nil, "failed: \(reason)")
      }
    return SGDBenchAnswer.Row(
      case: one.rawValue, contender: name, milliseconds: timing?.median, spread: timing?.spread, ratioToBest: nil,
      bytesPerSecond: nil, coldMilliseconds: timing?.cold, status: status, updates: updates)
  }
}

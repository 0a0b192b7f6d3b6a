import FoundationEssentials

/// One rival on one case of `bench sgd`.
enum SGDRivalRun {
  /// What the child reads.
  private struct Problem: Codable {
    let dim: Int
    let batch: Int
    let steps: Int
    let repeats: Int
    let seconds: Double
    let bits: Int
    let range: Double
    let stepSize: Double
  }

  /// What it says, one line at a time.
  private struct Line: Codable {
    let cold: Double?
    let times: [Double]?
  }

  enum Result {
    case measured(Timing)
    case noAnswer
    case failed(String)
  }

  static func of(
    _ name: String, _ programs: RivalPrograms, _ one: SGDCase, repeats: Int, seconds: Double
  ) throws -> Result {
    let problem = Problem(
      dim: one.inputCount, batch: one.batchSize, steps: one.rivalUpdates, repeats: repeats, seconds: seconds,
      bits: SGDCase.bits, range: SGDCase.range, stepSize: one.stepSize)
    let description = try NamelessFile(Array(JSONEncoder().encode(problem)))
    let (output, error) = (try NamelessFile(), try NamelessFile())
    guard let child = programs.start(name, files: [description.path], output: output, error: error) else {
      return .failed("cannot be started")
    }
    // Loading counts here, and is much less than what a run may take.
    let end = ContinuousClock.now + .seconds(seconds + 30)
    let ending = child.wait { ContinuousClock.now > end }
    let lines = String(decoding: output.content, as: UTF8.self).split(separator: "\n")
      .compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    guard let last = lines.last(where: { $0.times?.isEmpty == false }), let cold = last.cold, let times = last.times
    else {
      if case .exited(let code) = ending { return .failed("exit \(code): \(lastLine(error.content))") }
      return .noAnswer
    }
    return .measured(Timing(cold: cold, warm: times))
  }
}

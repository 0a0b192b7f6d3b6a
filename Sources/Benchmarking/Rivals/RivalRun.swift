import ConvexFunctions
import ConvexSolvers
import DataFiles
import FoundationEssentials
import LinearAlgebra

/// One rival on one problem: what it answered in its time.
struct RivalRun {
  /// What the child reads.
  private struct Problem: Codable {
    let penalty: String
    let lambdas: [Double]
    let repeats: Int
    let seconds: Double
    /// Objectives to come near to.
    let targets: [Double]
  }

  /// What it says, one line at a time.
  private struct Line: Codable {
    let ready: Bool?
    let settings: String?
    let cold: Double?
    let times: [Double]?
  }

  struct Answer {
    /// One W (K × d) per strength.
    let weights: [Matrix]
    let timing: Timing
    let settings: String
  }

  enum Result {
    case answer(Answer)
    case noAnswer
    case failed(String)
  }

  /// Loading and compiling may take this long before the clock starts.
  private static let loadingSeconds = 120.0

  /// - Parameters:
  ///   - data: features and targets as npy, written once for all rivals.
  ///   - targets: objectives of a solution, by strength.
  static func of(
    _ name: String, _ programs: RivalPrograms, _ problem: SolverProblem, data: (x: NamelessFile, y: NamelessFile),
    targets: [Double], _ limits: (repeats: Int, seconds: Double)
  ) throws -> Result {
    let request = Problem(
      penalty: problem.penalty.name, lambdas: problem.lambdas, repeats: limits.repeats, seconds: limits.seconds,
      targets: targets)
    let description = try NamelessFile(Array(JSONEncoder().encode(request)))
    let (weights, output, error) = (try NamelessFile(), try NamelessFile(), try NamelessFile())
    let files = [description, data.x, data.y, weights].map(\.path)
    guard let child = programs.start(name, files: files, output: output, error: error) else {
      return .failed("cannot be started")
    }
    let start = ContinuousClock.now
    var ready: ContinuousClock.Instant?
    let ending = child.wait {
      let now = ContinuousClock.now
      if ready == nil, !output.content.isEmpty { ready = now }
      return now > (ready.map { $0 + .seconds(limits.seconds) } ?? start + .seconds(loadingSeconds))
    }
    let lines = String(decoding: output.content, as: UTF8.self).split(separator: "\n")
      .compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    guard let last = lines.last(where: { $0.times != nil }), let times = last.times, !times.isEmpty,
      let cold = last.cold
    else {
      if case .exited(let code) = ending { return .failed("exit \(code): \(lastLine(error.content))") }
      return .noAnswer
    }
    let (rows, columns) = (problem.data.columnCount, problem.data.featureCount)
    guard let all = try? NpyReader.read(FileBytes(name: "the weights of \(name)", content: weights.content)).matrix
    else {
      // Killed while it wrote a better answer.
      return ending == .killed ? .noAnswer : .failed("its W cannot be read")
    }
    guard all.rowCount == rows * problem.lambdas.count, all.columnCount == columns,
      all.elements.allSatisfy(\.isFinite)
    else {
      return .failed("its W has shape \(all.rowCount) × \(all.columnCount), or values that are not finite")
    }
    return .answer(
      Answer(
        weights: problem.lambdas.indices.map { all.rows(Array($0 * rows..<($0 + 1) * rows)) },
        timing: Timing(cold: cold, warm: times), settings: last.settings ?? ""))
  }
}

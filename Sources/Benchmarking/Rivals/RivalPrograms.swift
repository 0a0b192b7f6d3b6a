import FoundationEssentials
import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder `Benchmarks` with the rivals, and the Python that runs them.
public struct RivalPrograms: Sendable {
  /// What one rival says about itself.
  struct Rival: Codable, Sendable {
    /// Nil where its package is not installed.
    let version: String?
    let penalties: [String]
    /// Whether it has a way of its own along several strengths.
    let paths: Bool
  }

  private let script: String
  private let python: String
  private let environment: [String]
  /// By name; empty where there is none.
  let rivals: [String: Rival]
  /// One line for whatever is missing, with how to get it.
  public let remarks: [String]

  /// Asks the folder for its rivals.
  ///
  /// - Parameters:
  ///   - script: "rivals.py" for solvers, "sgd.py" for SGD.
  ///   - folder: with that script and the virtual environment `.venv`; nil where none was found.
  ///   - environment: `NAME=value` lines for the children.
  public init(script: String = "rivals.py", folder: String?, environment: [String], threads: Int) {
    // A forced core type or cache size would slow the rivals' algebra down, or ours.
    let dropped = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]
    let counts = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"]
    self.environment =
      environment.filter { line in !(dropped + counts).contains { line.hasPrefix($0 + "=") } }
      + counts.map { "\($0)=\(threads)" }
    self.script = (folder ?? "Benchmarks") + "/" + script
    python = (folder ?? "Benchmarks") + "/.venv/bin/python"
    let advice =
      "only signbit itself is measured; Benchmarks/environment.sh in a checkout of the source gets the rivals"
    guard folder != nil, access(python, X_OK) == 0 else {
      rivals = [:]
      remarks = ["no Python at \(python): \(advice)"]
      return
    }
    guard let output = try? NamelessFile(), let error = try? NamelessFile(),
      let child = ChildProcess(
        [python, self.script, "--list"], environment: self.environment, output: output, error: error)
    else {
      rivals = [:]
      remarks = ["\(python) cannot be started: \(advice)"]
      return
    }
    let end = ContinuousClock.now + .seconds(60)
    _ = child.wait { ContinuousClock.now > end }
    guard let found = try? JSONDecoder().decode([String: Rival].self, from: Data(output.content)) else {
      rivals = [:]
      remarks = ["\(self.script) does not list its rivals: \(lastLine(error.content)); \(advice)"]
      return
    }
    rivals = found.filter { $0.value.version != nil }
    remarks = found.filter { $0.value.version == nil }.keys.sorted().map {
      "\($0) is not installed; Benchmarks/environment.sh gets it"
    }
  }

  /// Ours and the rivals that are wanted; nil is everyone.
  ///
  /// - Throws: a `Refusal` of kind `usage` for one that is not on this machine.
  func contenders(_ wanted: [String]?, beside ours: String) throws -> [String] {
    let known = [ours] + rivals.keys.sorted()
    guard let wanted else { return known }
    for name in wanted where !known.contains(name) {
      throw Refusal.usage(
        rivals.isEmpty
          ? "there is no contender \"\(name)\" on this machine: \(remarks.first ?? "no rivals")"
          : "there is no contender \"\(name)\" on this machine; \(Suggestion.question(for: name, among: known))")
    }
    return known.filter(wanted.contains)
  }

  /// Starts a rival on a problem; nil where it cannot be started.
  func start(_ name: String, files: [String], output: NamelessFile, error: NamelessFile) -> ChildProcess? {
    ChildProcess([python, script, name] + files, environment: environment, output: output, error: error)
  }
}

/// The last line that is not empty: where Python says what went wrong.
func lastLine(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map { String($0.prefix(200)) } ?? "no message"
}

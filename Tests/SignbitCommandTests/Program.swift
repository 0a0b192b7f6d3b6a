import Foundation
import Testing

/// The program `signbit`, run as a user runs it.
enum Program {
  struct Outcome {
    let status: Int32
    let output: Data
    let error: String
    /// False where a signal ended it.
    let exited: Bool

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [Substring] { text.split(separator: "\n") }

    /// The one JSON object that standard output must be.
    func object() throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
    }
  }

  /// The executable is built beside the test product, in debug and in release.
  static let path: String = {
    let bundles = Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
    let folders = (CommandLine.arguments.prefix(1) + bundles).map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent()
    }
    return folders.map { $0.appendingPathComponent("signbit").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "signbit"
  }()

  static func process(
    _ arguments: [String], in folder: Scratch, executable: String = path, environment: [String: String] = [:],
    input: String? = nil, outputPath: String? = nil
  ) throws -> (Process, finish: () throws -> Outcome) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    // No test reads or writes what belongs to the user.
    let own = ["SIGNBIT_HOME": folder.hidden("home")].merging(environment) { $1 }
    process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }
    // Files, not pipes: nothing can fill up.
    let name = UUID().uuidString
    let output = outputPath ?? folder.hidden(name + ".out")
    let error = folder.hidden(name + ".err")
    for path in outputPath == nil ? [output, error] : [error] { try Data().write(to: URL(fileURLWithPath: path)) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: error))
    if let input {
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    return (
      process,
      {
        process.waitUntilExit()
        return Outcome(
          status: process.terminationStatus,
          output: outputPath == nil ? try Data(contentsOf: URL(fileURLWithPath: output)) : Data(),
          error: String(decoding: try Data(contentsOf: URL(fileURLWithPath: error)), as: UTF8.self),
          exited: process.terminationReason == .exit)
      }
    )
  }

  static func run(
    _ arguments: [String], in folder: Scratch, environment: [String: String] = [:], input: String? = nil,
    outputPath: String? = nil
  ) throws -> Outcome {
    try process(arguments, in: folder, environment: environment, input: input, outputPath: outputPath).finish()
  }

  /// A line of shell in which `signbit` is the program.
  static func shell(_ line: String, in folder: Scratch) throws -> Outcome {
    let quoted = "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
    return try process(
      ["-c", "signbit() { \(quoted) \"$@\"; }; \(line)"], in: folder, executable: "/bin/bash"
    ).finish()
  }

  /// Runs what must succeed.
  static func succeed(
    _ arguments: [String], in folder: Scratch, environment: [String: String] = [:], input: String? = nil
  ) throws -> Outcome {
    let outcome = try run(arguments, in: folder, environment: environment, input: input)
    try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
    #expect(outcome.error == "")
    return outcome
  }
}

/// A folder for one test, removed afterwards.
struct Scratch {
  let path: String
  private let hiddenPath: String

  static func with(_ work: (Scratch) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("signbit-tests-" + UUID().uuidString)
    let folder = Scratch(
      path: root.appendingPathComponent("work").path, hiddenPath: root.appendingPathComponent("streams").path)
    for path in [folder.path, folder.hiddenPath] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: root) }
    try work(folder)
  }

  /// A path that the test does not see in `names`.
  func hidden(_ name: String) -> String { hiddenPath + "/" + name }

  func full(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws { try data.write(to: URL(fileURLWithPath: full(name))) }

  func read(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: full(name))) }

  /// What lies in a folder, hidden files included, sorted; nil where there is no such folder.
  func names(_ folder: String = "") -> [String]? {
    try? FileManager.default.contentsOfDirectory(atPath: full(folder)).sorted()
  }

  func object(_ name: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: try read(name)) as? [String: Any])
  }
}

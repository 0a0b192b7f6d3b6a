import Foundation
import Testing

extension Program {
  /// The most memory that a run may hold: 64 bytes per byte of its files, and 100 MB for itself.
  static func memoryLimit(bytes: Int) -> Int { 64 * bytes + 100_000_000 }

  /// A run whose greatest resident memory was watched; it ends after five minutes at the latest.
  ///
  /// The mark is read while the program runs, and not from what the system reports at its end, which counts
  /// the memory of this process until the program was loaded. What grows in the last millisecond is missed.
  static func watched(
    _ arguments: [String], in folder: Scratch, environment: [String: String] = [:], input: String? = nil
  ) throws -> (outcome: Outcome, peak: Int) {
    let (process, finish) = try process(arguments, in: folder, environment: environment, input: input)
    let deadline = Date().addingTimeInterval(300)
    var peak = 0
    while process.isRunning {
      peak = max(peak, highWaterMark(process.processIdentifier))
      if Date() > deadline { kill(process.processIdentifier, SIGKILL) }
      usleep(1000)
    }
    return (try finish(), peak)
  }

  /// 0 until the program is loaded: before that the memory is the test's own.
  private static func highWaterMark(_ process: Int32) -> Int {
    guard let file = fopen("/proc/\(process)/status", "r") else { return 0 }
    defer { fclose(file) }
    // Asked a thousand times per second beside the program, which strings in a debug build would slow down.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { text in
      text.initialize(repeating: 0)
      fread(text.baseAddress, 1, text.count - 1, file)
      guard strncmp(text.baseAddress!, "Name:\tsignbit\n", 14) == 0, let mark = strstr(text.baseAddress!, "VmHWM:")
      else { return 0 }
      return strtol(mark + 6, nil, 10) * 1024
    }
  }

  /// The laws of every run, whatever it was given: it ends by itself, within its memory, with an answer or
  /// with one sentence and the code that belongs to it.
  ///
  /// - Parameter codes: the exit codes that are right.
  static func expectOrderly(
    _ arguments: [String], in folder: Scratch, codes: Set<Int32>, bytes: Int, input: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let (outcome, peak) = try watched(arguments, in: folder, input: input)
    let what = Comment(rawValue: "\(arguments): \(outcome.status) \(outcome.error.prefix(300))")
    #expect(outcome.exited && codes.contains(outcome.status), what, sourceLocation: sourceLocation)
    #expect(outcome.status == 0 ? outcome.error == "" : isOneLine(outcome.error), what, sourceLocation: sourceLocation)
    #expect(peak <= memoryLimit(bytes: bytes), "\(arguments): \(peak) bytes of memory", sourceLocation: sourceLocation)
    return outcome
  }
}

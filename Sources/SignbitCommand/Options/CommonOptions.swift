import ArgumentParser
import LinearAlgebra
import Messages
import Workbench

/// What every command understands.
struct CommonOptions: ParsableArguments {
  @Flag(help: "Print one JSON object on standard output and nothing else there.")
  var json = false

  @Option(help: "The seed of every random choice.")
  var seed: UInt64 = 1

  @Option(help: "How many threads to use (default: all processors). Results do not depend on it.")
  var threads: Int?

  @Flag(help: "No progress and no remarks on standard error.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1; found \(threads)") }
  }

  /// Applies what concerns the whole process.
  func apply() {
    if let threads { ThreadLimit.current = threads }
  }

  /// Shows progress on a terminal, and nowhere else.
  var progress: ProgressObserver {
    let bar = ProgressBar(isShown: !quiet && Terminal.errorIsTerminal)
    return { bar.show($0) }
  }
}

/// Comma-separated lists, checked item by item.
enum ListText {
  static func words(_ text: String) -> [String] {
    text.split(separator: ",").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
  }

  static func numbers(_ text: String, _ flag: String) throws -> [Double] {
    let numbers = try words(text).map { word in
      guard let number = Double(word), number.isFinite else {
        throw Refusal.usage("\(flag) takes numbers separated by commas; found \"\(word)\"")
      }
      return number
    }
    guard !numbers.isEmpty else { throw Refusal.usage("\(flag) needs at least one number") }
    return numbers
  }

  static func wholeNumbers(_ text: String, _ flag: String) throws -> [Int] {
    try numbers(text, flag).map { number in
      guard let count = Int(exactly: number) else {
        throw Refusal.usage("\(flag) takes whole numbers; found \(number)")
      }
      return count
    }
  }
}

extension String {
  var trimmingSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

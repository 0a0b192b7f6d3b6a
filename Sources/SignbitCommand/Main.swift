import ArgumentParser
import Messages
import Workbench

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program `signbit`.
struct SignbitProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signbit",
    abstract: "One-bit and low-bit models with the cost of every bit measured.",
    discussion: """
      Bring data; see what a one-bit, sparse or 32-bit linear model costs in test error, bytes and microseconds; \
      keep the one that fits in model.signbit.

      EXAMPLES
        signbit compress                              the built-in handwritten digits
        signbit compress train.csv --target label     your data, a quarter to test
      """,
    version: "signbit \(SignbitVersion.current)",
    subcommands: [
      CompressCommand.self, QuoteCommand.self, ImportCommand.self, PredictCommand.self, EvaluateCommand.self,
      InspectCommand.self,
      TheoryCommand.self, SimulateCommand.self, PlanCommand.self, FigureCommand.self, FiguresCommand.self,
      FormatCommand.self, ResultsCommand.self, CalibrationCommand.self,
      BenchCommand.self, DoctorCommand.self, CompletionCommand.self,
    ])
}

/// Exit codes: 0 done, 1 failed, 2 bad usage, 3 bad input, 130 interrupted.
@main
enum Main {
  static func main() {
    // Nothing half-written is left behind: files appear whole or not at all.
    signal(SIGINT, endOnInterrupt)
    // Whoever started this program may have left the signal blocked.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    sigprocmask(SIG_UNBLOCK, &interrupt, nil)
    do {
      try CommandNames.check(CommandLine.arguments.dropFirst(), under: SignbitProgram.self)
      var command = try SignbitProgram.parseAsRoot(NegativeNumbers.joined(CommandLine.arguments.dropFirst()))
      try refuseUnknownEnvironment()
      try command.run()
      try Output.finish()
    } catch let refusal as Refusal {
      Terminal.error(refusal.message)
      exit(refusal.exitCode)
    } catch {
      let code = SignbitProgram.exitCode(for: error)
      if code == .success {
        print(SignbitProgram.fullMessage(for: error))
        exit(0)
      }
      // One line as for every other refusal; the usage is one --help away.
      Terminal.error(oneLine(SignbitProgram.message(for: error)))
      exit(code == .validationFailure ? 2 : 1)
    }
  }

  private static func oneLine(_ message: String) -> String {
    var text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
      .replacing(". Did you mean", with: "; did you mean")
    if text.last == "." { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst() + (text.last == "?" ? "" : "; --help lists what is known")
  }

  /// A forced kernel set or BLAS that cannot be had ends the program; it is never ignored.
  private static func refuseUnknownEnvironment() throws {
    if let sentence = Doctor.unmetWishes().first { throw Refusal.usage(sentence) }
  }
}

/// Ends the program on whichever thread the signal reaches: a closure inside `main` would belong to the main thread
/// alone, and trap on any other.
private func endOnInterrupt(_ signal: Int32) { _exit(130) }

extension Refusal {
  var exitCode: Int32 {
    switch kind {
    case .failure: 1
    case .usage: 2
    case .input: 3
    }
  }
}

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
        signbit compress train.csv --target label     your own data, a quarter of it kept for the test
      """,
    version: "signbit \(SignbitVersion.current)",
    subcommands: [
      CompressCommand.self, PredictCommand.self, EvaluateCommand.self, InspectCommand.self, SimulateCommand.self,
      DoctorCommand.self, CompletionCommand.self,
    ])
}

/// Exit codes: 0 done, 1 failed, 2 bad usage, 3 bad input, 130 interrupted.
@main
enum Main {
  static func main() {
    // Nothing half-written is left behind: files appear whole or not at all.
    signal(SIGINT) { _ in _exit(130) }
    do {
      var command = try SignbitProgram.parseAsRoot()
      try refuseUnknownEnvironment()
      try command.run()
    } catch let refusal as Refusal {
      Terminal.error(refusal.message)
      exit(refusal.exitCode)
    } catch {
      let code = SignbitProgram.exitCode(for: error)
      let message = SignbitProgram.fullMessage(for: error)
      if code == .success {
        print(message)
        exit(0)
      }
      if !message.isEmpty { Terminal.line(message) }
      exit(code == .validationFailure ? 2 : code.rawValue == 0 ? 1 : code.rawValue)
    }
  }

  /// A forced kernel set or BLAS that cannot be had ends the program; it is never ignored.
  private static func refuseUnknownEnvironment() throws {
    if let sentence = Doctor.unmetWishes().first { throw Refusal.usage(sentence) }
  }
}

extension Refusal {
  var exitCode: Int32 {
    switch kind {
    case .failure: 1
    case .usage: 2
    case .input: 3
    }
  }
}

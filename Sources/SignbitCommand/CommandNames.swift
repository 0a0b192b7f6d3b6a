import ArgumentParser
import Messages

/// Words in the place of a command.
enum CommandNames {
  /// Refuses a misspelled command with a suggestion, before the parser takes it for a stray argument.
  static func check(_ arguments: ArraySlice<String>, under command: any ParsableCommand.Type) throws {
    let known = command.configuration.subcommands
    guard !known.isEmpty, let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return }
    guard let next = known.first(where: { $0.configuration.commandName == word }) else {
      let names = known.compactMap { $0.configuration.commandName }
      throw Refusal.usage("there is no command \"\(word)\"; \(Suggestion.question(for: word, among: names))")
    }
    try check(arguments.dropFirst(), under: next)
  }
}

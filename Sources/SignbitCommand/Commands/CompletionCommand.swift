import ArgumentParser
import Messages

struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print a completion script for a shell.",
    discussion: """
      EXAMPLES
        signbit completion bash > ~/.local/share/bash-completion/completions/signbit
        signbit completion zsh > "${fpath[1]}/_signbit"
      """)

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw Refusal.usage(
        "there is no completion for the shell \"\(shell)\"; \(Suggestion.question(for: shell, among: CompletionShell.allCases.map(\.rawValue)))"
      )
    }
    print(SignbitProgram.completionScript(for: shell))
  }
}

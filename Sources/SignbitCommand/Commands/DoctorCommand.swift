import ArgumentParser
import Workbench

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what was found on this machine: algebra, kernels, threads, data.",
    discussion: """
      EXAMPLES
        signbit doctor
        SIGNBIT_KERNELS=reference signbit doctor --json
      """)

  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let answer = Doctor(dataFolder: UserFolder.data)()
    try answering.deliver(answer, as: "doctor", common) { show(answer) }
  }

  private func show(_ answer: DoctorAnswer) {
    for line in answer.lines {
      let name = line.name + String(repeating: " ", count: max(0, 10 - line.name.count))
      print("\(line.isGood ? "✓" : "!") \(name)\(line.value)")
    }
  }
}

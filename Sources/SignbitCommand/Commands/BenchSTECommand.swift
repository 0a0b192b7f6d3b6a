import ArgumentParser
import Benchmarking
import Messages
import Workbench

struct BenchSTECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ste", abstract: "A step of straight-through training: following flips against dense BLAS.",
    discussion: """
      The engine of simulate ste updates whole numbers when a few signs flip; a dense step multiplies by all inputs \
      twice, in Float32. Both on one thread, in turn.

      EXAMPLES
        signbit bench ste
        signbit bench ste --weights 64 --samples 256 --flips 1,4 --json
      """)

  @Option(help: "n.")
  var weights = 100
  @Option(help: "N.")
  var samples = 500
  @Option(help: "m.")
  var hidden = 128
  @Option(help: ArgumentHelp("Signs that flip in a step.", valueName: "list"))
  var flips = "1,4,16"
  @Option(help: ArgumentHelp("identity, relu, clipped-relu, hard-tanh.", valueName: "list"))
  var surrogate = "relu,identity"
  @Option(help: "Timed dense steps; four times as many from flips.")
  var repeats = 40
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = StepBenchRequest()
    (request.weights, request.samples, request.hidden) = (weights, samples, hidden)
    request.flips = try ListText.wholeNumbers(flips, "--flips")
    request.surrogates = ListText.words(surrogate)
    request.repeats = repeats
    request.seed = common.seed
    let answer = try StepBench(request, observer: common.progress)()
    try answering.deliver(answer, as: "bench-ste", common) { show(answer) }
  }

  private func show(_ answer: StepBenchAnswer) {
    let machine = answer.machine
    print("\(machine.processor); \(machine.algebra) \(machine.algebraCore); one thread; signbit \(machine.signbit)")
    print("")
    let rows = answer.rows.map { row in
      [
        row.case, row.contender, NumberText.fixed(row.milliseconds ?? 0, 3), NumberText.fixed(row.spread ?? 0, 3),
        NumberText.fixed(row.ratioToBest ?? 0, 1),
      ]
    }
    print(TextTable(header: ["case", "contender", "ms", "± IQR", "ratio"], rows: rows).text)
  }
}

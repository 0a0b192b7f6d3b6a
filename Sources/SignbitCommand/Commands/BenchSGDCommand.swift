import ArgumentParser
import Benchmarking
import LinearAlgebra
import Messages
import Workbench

struct BenchSGDCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sgd", abstract: "Updates of low-precision SGD against NumPy, and of the recursion of its moments.",
    discussion: """
      λᵢ = i⁻², all five targets rounded stochastically to eight bits, one thread. step: d = 200, B = 1; batch: d = 10,000, \
      B = 64; recursion: one update of the exact moments at d = 200. NumPy comes with Benchmarks/environment.sh from a \
      checkout of the source; without it signbit is measured alone.

      EXAMPLES
        signbit bench sgd
        signbit bench sgd --case step --repeats 25 --json
      """)

  @Option(help: ArgumentHelp("step, batch, recursion.", valueName: "list"))
  var `case` = "step,batch,recursion"
  @Option(help: ArgumentHelp("signbit and rivals (default: all that are installed).", valueName: "list"))
  var contender: String?
  @Option(help: "Timed runs after the first (default: 9).")
  var repeats: Int?
  @Option(help: "Seconds for each contender on each case (default: 10).")
  var timeLimit: Double?
  @Flag(help: "A look in a few seconds.")
  var quick = false
  @Option(
    help: ArgumentHelp("The folder with sgd.py and its .venv (default: found beside the program).", valueName: "folder")
  )
  var rivals: String?
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = SGDBenchRequest()
    request.cases = ListText.words(`case`)
    request.contenders = contender.map(ListText.words)
    request.repeats = repeats ?? (quick ? 3 : 9)
    request.timeLimit = timeLimit ?? (quick ? 1 : 10)
    if !common.quiet { BenchFolder.remarkOnForcedAlgebra() }
    let programs = RivalPrograms(
      script: "sgd.py", folder: request.contenders == ["signbit"] ? nil : rivals ?? BenchFolder.found,
      environment: BenchFolder.environment, threads: 1)
    let answer = try SGDBench(request, programs: programs, observer: common.progress)()
    try answering.deliver(answer, as: "report", common) { show(answer) }
  }

  private func show(_ answer: SGDBenchAnswer) {
    let machine = answer.machine
    print(
      "\(machine.processor), \(machine.cores) cores, one thread; \(machine.algebra) \(machine.algebraCore), "
        + "kernels \(machine.kernels); signbit \(machine.signbit)")
    if let version = machine.rivals["numpy"] { print("numpy \(version)") }
    for remark in answer.remarks where !common.quiet { print(remark) }
    print("")
    let rows = answer.rows.map { row in
      [
        row.case, row.contender, microseconds(row.milliseconds), microseconds(row.spread),
        row.ratioToBest.map { NumberText.fixed($0, 2) } ?? "–", row.status == "measured" ? "" : row.status,
      ]
    }
    print(
      TextTable(
        header: ["case", "contender", "µs", "± IQR", "ratio", ""], rows: rows,
        bold: Set(answer.rows.indices.filter { answer.rows[$0].ratioToBest == 1 })
      ).text)
    print("µs: of one update, the median of whole runs; ratio: to the fastest.")
  }

  private func microseconds(_ milliseconds: Double?) -> String {
    milliseconds.map { NumberText.fixed(1000 * $0, $0 < 0.1 ? 2 : 0) } ?? "–"
  }
}

import ArgumentParser
import Benchmarking
import DataFiles
import LinearAlgebra
import Messages
import Workbench

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure speed against other people's programs, in the same run.",
    discussion: """
      EXAMPLES
        signbit bench solvers --case small,big --fractions 0.1,0.01,0.001 --json
        signbit bench sgd --quick
      """,
    subcommands: [BenchSolversCommand.self, BenchSGDCommand.self, BenchSTECommand.self])
}

struct BenchSolversCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solvers", abstract: "Ridge, ℓ1 and ℓ∞ solvers against scikit-learn, celer, skglm and cvxpy.",
    discussion: """
      The same problems for everyone, the same objective ‖XW − Y‖² + λ Σ f(w), computed here from every W. Rivals come \
      with Benchmarks/environment.sh from a checkout of the source; without them signbit is measured alone.

      EXAMPLES
        signbit bench solvers
        signbit bench solvers --case big --penalty linf
      """)

  @Option(help: ArgumentHelp("small, big, digits, mnist, path.", valueName: "list"))
  var `case` = "small,digits,path"
  @Option(help: ArgumentHelp("l2, l1, linf.", valueName: "list"))
  var penalty = "l2,l1,linf"
  @Option(help: ArgumentHelp("λ as shares of λmax (ridge: of the largest eigenvalue).", valueName: "list"))
  var fractions = "0.01"
  @Option(help: ArgumentHelp("signbit and rivals (default: all that are installed).", valueName: "list"))
  var contender: String?
  @Option(help: "Timed calls after the first.")
  var repeats: Int?
  @Option(help: "Seconds for each contender on each problem; a rival is killed then (default: 10).")
  var timeLimit: Double?
  @Flag(help: "A look in about 20 seconds: the small case, ℓ1 and ℓ∞ alone unless told otherwise.")
  var quick = false
  @Option(
    help: ArgumentHelp(
      "The folder with rivals.py and its .venv (default: found beside the program).", valueName: "folder"))
  var rivals: String?
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var request = SolverBenchRequest()
    request.cases = ListText.words(`case`)
    request.penalties = ListText.words(penalty)
    request.fractions = try ListText.numbers(fractions, "--fractions")
    request.contenders = contender.map(ListText.words)
    request.repeats = repeats ?? (quick ? 2 : 5)
    request.timeLimit = timeLimit ?? (quick ? 1 : 10)
    if quick, `case` == "small,digits,path" { request.cases = ["small"] }
    if quick, penalty == "l2,l1,linf" { request.penalties = ["l1", "linf"] }
    let folder = rivals ?? BenchFolder.found
    if !common.quiet { BenchFolder.remarkOnForcedAlgebra() }
    let programs = RivalPrograms(
      folder: request.contenders == ["signbit"] ? nil : folder, environment: BenchFolder.environment,
      threads: ThreadLimit.current)
    let bench = SolverBench(request, programs: programs, mnistFolders: BenchFolder.mnist, observer: common.progress)
    let answer = try bench()
    if let out = answering.out {
      try AtomicFile.createFolder(out)
      try AtomicFile.write(answer.picture, to: "\(out)/times.svg")
    }
    try answering.deliver(answer, as: "report", common) { show(answer) }
    if answer.rows.contains(where: { $0.contender == "signbit" && !$0.isSolved }) {
      throw Refusal.failure("signbit itself did not reach the best objective everywhere; see the rows above")
    }
  }

  private func show(_ answer: SolverBenchAnswer) {
    let machine = answer.machine
    print(
      "\(machine.processor), \(machine.cores) cores, threads: \(machine.threads); \(machine.algebra) \(machine.algebraCore), "
        + "kernels \(machine.kernels); signbit \(machine.signbit)")
    if !machine.rivals.isEmpty {
      print(machine.rivals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
    for remark in answer.remarks where !common.quiet { print(remark) }
    print("")
    let rows = answer.rows.map { row in
      [
        row.case, row.contender, milliseconds(row.milliseconds), milliseconds(row.spread),
        row.ratioToBest.map { NumberText.fixed($0, 2) } ?? "–", milliseconds(row.coldMilliseconds),
        row.objectiveExcess.map { NumberText.scientific($0, 1) } ?? "–",
        ([row.isSolved ? "" : row.status, row.settings].filter { !$0.isEmpty }).joined(separator: "; "),
      ]
    }
    print(
      TextTable(
        header: ["case", "contender", "ms", "± IQR", "ratio", "first ms", "excess", ""], rows: rows,
        bold: Set(answer.rows.indices.filter { answer.rows[$0].ratioToBest == 1 })
      ).text)
    print("ms: median of whole solves from X and Y; ratio: to the fastest within 1e-6 of the best objective.")
  }

  private func milliseconds(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, $0 < 10 ? 2 : $0 < 100 ? 1 : 0) } ?? "–"
  }
}

import ArgumentParser
import DataFiles
import Ledger
import Messages
import Workbench

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

struct QuoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quote", abstract: "What will it cost? Test error with a band, bytes and µs, before training.",
    discussion: """
      Quotes the table of compress before any l1 or linf model is fitted to all rows: ridge and its few-bit forms by exact \
      leave-one-out, the others by small pilots and by their difference to ridge on Gaussian rows with the moments of yours. \
      Says how far each quote can be relied on, and refuses where nothing is known. The test rows are never read; the band is \
      for their number. With --loo the model that was quoted is fitted after all, at its one λ, and its leave-one-out error \
      stands beside the quote. Writes report.html and report.json.

      EXAMPLES
        signbit quote                                 the built-in digits
        signbit quote train.csv --target label --max-error 0.05 --max-bytes 2000
      """)

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("linear, random-features, or both (default: linear).", valueName: "list"))
  var families: String?

  @Option(help: ArgumentHelp("l2, l1, linf, for linear models.", valueName: "list"))
  var penalty = "l2,l1,linf"

  @OptionGroup var features: RandomFeatureOptions

  @Option(
    help: ArgumentHelp(
      "f32, f16, int8 … int2, ternary, sign, sparse (default: those that suit the weights).", valueName: "list"))
  var formats: String?

  @Option(
    help: ArgumentHelp(
      "Also quote each solution with that share of every class's weights set to zero.", valueName: "fraction"))
  var prune: Double?

  @Option(help: ArgumentHelp("Strengths of the norms as shares of λ_max (default: ten).", valueName: "list"))
  var fractions: String?

  @Option(help: ArgumentHelp("pilot (one fit on a quarter of the rows) or full.", valueName: "pilot|full"))
  var effort = "full"

  @Option(
    help: ArgumentHelp("Other numbers of training rows to quote for, up to twice those at hand.", valueName: "list"))
  var samples: String?

  @Flag(help: "Fit everything after all, and put the measured test error beside each quote.")
  var measure = false

  @Flag(
    help:
      "Put the leave-one-out error of each linear model beside its quote; this fits l1 and linf to all rows at the quoted λ."
  )
  var loo = false

  @Option(help: "Whether scores have a free constant: yes or no.")
  var intercept = YesNo.yes

  @OptionGroup var budget: BudgetOptions

  @Option(help: ArgumentHelp("The folder for the files.", valueName: "folder"))
  var out = "signbit-quote"

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let request = try request()
    try ModelFolder(out).whileMade { try quote(request) }
  }

  private func quote(_ request: QuoteRequest) throws {
    var product = try QuoteJob(request, observer: common.progress)(announce: announce)
    product.answer.files = ["\(out)/report.html", "\(out)/report.json"]
    let json = try JSONText.encode(product.answer)
    try AtomicFile.write([
      ("\(out)/report.html", Array(product.report.utf8)), ("\(out)/report.json", Array((json + "\n").utf8)),
    ])
    if common.json { print(json) } else { show(product.answer) }
    try ledger.record(common) { _ in LedgerRow.rows(of: product.answer, intercept: request.job.intercept) }
    if request.job.hasBudget, product.answer.chosen == nil {
      let isDoubtful = product.answer.candidates.contains { $0.chanceWithinBudget ?? 0 >= 0.5 }
      throw Refusal.failure(
        isDoubtful
          ? "only red quotes, which cannot be relied on, are within the budget; see the table"
          : "no candidate is expected to be within the budget; see the table")
    }
  }

  /// The price of the quote comes before it; JSON has it as `quoteSeconds` afterwards.
  private func announce(_ sentence: String) {
    guard !common.json, !common.quiet else { return }
    print(sentence)
    // Whoever waits should see it.
    fflush(nil)
  }

  private func request() throws -> QuoteRequest {
    var request = QuoteRequest()
    request.job.data = try data.request(of: reading.request(table))
    request.job.families = families.map(ListText.words)
    request.job.randomFeatures = try features.request()
    request.job.penalties = ListText.words(penalty)
    request.job.formats = formats.map(ListText.words)
    request.job.prune = prune
    request.job.intercept = intercept == .yes
    budget.apply(to: &request.job)
    request.job.seed = common.seed
    request.effort = effort
    request.measures = measure
    request.leavesOneOut = loo
    request.fractions = try fractions.map { try ListText.numbers($0, "--fractions") }
    request.samples = try samples.map { try ListText.wholeNumbers($0, "--samples") } ?? []
    return request
  }

  private func show(_ answer: QuoteAnswer) {
    print("\(answer.data.name): \(answer.data.text)")
    print("")
    let columns = QuoteColumns(answer)
    print(
      TextTable(
        header: columns.header, rows: answer.candidates.map(columns.cells),
        bold: Set(answer.candidates.indices.filter { answer.candidates[$0].chosen })
      ).text)
    print(columns.note)
    if !answer.samples.isEmpty {
      print("")
      print(TextTable(header: columns.samplesHeader, rows: answer.samples.map(columns.cells)).text)
    }
    print("")
    for sentence in answer.diagnosis { print("• \(sentence)") }
    print("")
    print("wrote \(answer.files.joined(separator: ", "))")
  }
}

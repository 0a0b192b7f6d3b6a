import ArgumentParser
import DataFiles
import Ledger
import Messages
import Workbench

struct CompressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compress", abstract: "Fit, compress, measure; keep the model that fits.",
    discussion: """
      Fits ridge (l2), lasso (l1) and linf classifiers or regressors along a path in λ, ridge on random one-bit \
      features and, where --families says so, networks of binary weights and activations; stores each in 32 bits and fewer, down to one bit and to the non-zeros alone, and measures test error, \
      bytes and microseconds of the packed models. Ridge in four bits and fewer is rounded twice: plainly, and data-aware. λ, scales and the choice \
      come from training rows only. Writes model.signbit, report.html and report.json.

      EXAMPLES
        signbit compress                              the built-in digits
        signbit compress train.csv --target label --test test.csv --max-bytes 2000
      """)

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var data: DataOptions

  @Option(
    help: ArgumentHelp(
      "linear, random-features, binary-network (default: the first two, unless a flag is for one kind only).",
      valueName: "list"))
  var families: String?

  @Option(help: ArgumentHelp("l2, l1, linf, elastic-net:SHARE (of ℓ1), for linear models.", valueName: "list"))
  var penalty = "l2,l1,linf"

  @OptionGroup var features: RandomFeatureOptions
  @OptionGroup var networks: BinaryNetworkOptions
  @OptionGroup var storing: FormatOptions

  @Option(
    help: ArgumentHelp(
      "Also store each solution with that share of every class's weights set to zero, the smallest first.",
      valueName: "fraction"))
  var prune: Double?

  @Option(help: ArgumentHelp("Strengths of ‖XW − Y‖² + λ Σ f(w) for linear models, or auto.", valueName: "auto|list"))
  var lambda = "auto"

  @Option(help: "Whether scores have a free constant: yes or no.")
  var intercept = YesNo.yes

  @OptionGroup var budget: BudgetOptions

  @Option(help: ArgumentHelp("The folder for the files.", valueName: "folder"))
  var out = "signbit-out"

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let request = try request()
    try ModelFolder(out).whileMade { try compress(request) }
  }

  private func compress(_ request: CompressRequest) throws {
    var product = try Compress(request, observer: common.progress)()
    var files: [(name: String, bytes: [UInt8])] = []
    if let model = product.modelFile { files.append(("model.signbit", model)) }
    files.append(("report.html", Array(product.report.utf8)))
    product.answer.files = (files.map(\.name) + ["report.json"]).map { "\(out)/\($0)" }
    let json = try JSONText.encode(product.answer)
    files.append(("report.json", Array((json + "\n").utf8)))
    try AtomicFile.write(files.map { ("\(out)/\($0.name)", $0.bytes) })
    if common.json { print(json) } else { show(product.answer, of: request.data, hasModel: product.modelFile != nil) }
    let digest = product.modelFile.map { ContentDigest(of: $0).text }
    try ledger.record(common) {
      try $0.withQuotes(LedgerRow.rows(of: product.answer, intercept: request.intercept, modelDigest: digest))
    }
    if !product.answer.candidates.contains(where: \.isFinished) {
      throw Refusal.failure("no solution converged; the table shows how far each is, and standardizing often helps")
    }
    if product.modelFile == nil {
      let left = ModelFolder(out).earlierModel
      throw Refusal.failure("no candidate is within the budget, so no model was written; see the table\(left)")
    }
  }

  private func request() throws -> CompressRequest {
    var request = CompressRequest()
    request.data = try data.request(of: reading.request(table))
    request.families = families.map(ListText.words)
    request.randomFeatures = try features.request()
    request.binaryNetworks = networks.request()
    request.penalties = ListText.words(penalty)
    request.formats = try storing.names()
    request.roundings = ListText.words(storing.rounding)
    request.prune = prune
    request.lambdas = lambda == "auto" ? nil : try ListText.numbers(lambda, "--lambda")
    request.intercept = intercept == .yes
    budget.apply(to: &request)
    request.seed = common.seed
    return request
  }

  private func show(_ answer: CompressAnswer, of source: DataRequest, hasModel: Bool) {
    let data = answer.data
    print("\(data.name): \(data.text)")
    print("")
    let rows = answer.candidates.filter { !$0.oracle }
    let columns = CandidateColumns(answer, .brief)
    print(
      TextTable(
        header: columns.header, rows: rows.map(columns.cells), bold: Set(rows.indices.filter { rows[$0].chosen })
      ).text)
    print(columns.note)
    print("")
    for sentence in answer.diagnosis { print("• \(sentence)") }
    print("")
    print("wrote \(answer.files.joined(separator: ", "))")
    if hasModel { print("next: \(source.predictCommand(model: "\(out)/model.signbit"))") }
  }
}

import ArgumentParser
import Benchmarking
import DataFiles
import Figures
import Messages
import Workbench

struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure", abstract: "Draw a figure of a paper again: predictions as lines, measurements as dots.",
    discussion: """
      Writes the picture (SVG, and PNG where rsvg-convert is installed), and every number in it as CSV and JSON. Long \
      figures can be interrupted: what was measured is kept beside them, and the same command goes on.

      EXAMPLES
        signbit figure 2402.10474/fig3 --quick
        signbit figure 2402.10474/mnist --out figures
      """)

  @Argument(help: ArgumentHelp("Which figure; signbit figures lists them.", valueName: "id"))
  var id: String
  @Flag(help: "In about a minute: fewer data sets and dots, smaller models.")
  var quick = false
  @Option(help: "How many data sets for each dot (default: that of the figure).")
  var trials: Int?
  @Option(
    help: ArgumentHelp(
      "Your own data, for figures on real data; further flags are those of compress.", valueName: "data"))
  var data: String?
  @Option(help: ArgumentHelp("The column or file of their targets.", valueName: "column|file"))
  var target: String?
  @Option(help: ArgumentHelp("The folder for the files.", valueName: "folder"))
  var out = "signbit-out"
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    guard let figure = PaperFigures.named(id) else {
      throw Refusal.usage(
        "there is no figure \"\(id)\"; \(Suggestion.question(for: id, among: PaperFigures.all.map(\.id)))")
    }
    if let trials, !(1...1_000_000).contains(trials) {
      throw Refusal.usage("--trials must lie between 1 and 1,000,000; found \(trials)")
    }
    try ModelFolder(out).whileMade { try draw(figure) }
  }

  private func draw(_ figure: any PaperFigure) throws {
    let base = "\(out)/\(FigureProduct.fileName(of: figure.id))"
    let journal = try Journal(path: "\(base).measured")
    if !journal.lines.isEmpty, !common.quiet {
      Terminal.line("signbit: goes on from \(journal.lines.count) measurements in \(journal.path)")
    }
    let session = FigureSession(
      effort: quick ? .quick : .full, seed: common.seed, trials: trials, data: try request(),
      dataFolders: BenchFolder.mnist,
      journal: journal, observer: common.progress)
    var product = try FigureProduct(figure, session, command: commandLine)
    var files = [("\(base).svg", Array(product.svg.utf8)), ("\(base).csv", Array(product.csv.utf8))]
    let picture = Rasterizer.png(of: product.svg)
    if case .png(let bytes) = picture { files.append(("\(base).png", bytes)) }
    product.answer.files = files.map(\.0) + ["\(base).json"]
    let json = try JSONText.encode(product.answer)
    files.append(("\(base).json", Array((json + "\n").utf8)))
    try AtomicFile.write(files.map { (path: $0.0, bytes: $0.1) })
    journal.remove()
    if common.json { return print(json) }
    print("\(figure.id): \(figure.title)")
    for agreement in product.answer.agreement {
      print(
        "\(agreement.quantity), \(agreement.dots) dots with a prediction: mean |measured − predicted| "
          + "\(NumberText.short(agreement.meanDifference)), largest \(NumberText.short(agreement.largestDifference)) "
          + "(\(agreement.unit))"
          + (agreement.rootMeanSquareZ.map { "; rms \(NumberText.fixed($0, 2)) standard errors" } ?? ""))
    }
    for finding in product.answer.findings { print("• \(finding)") }
    print("wrote \(product.answer.files.joined(separator: ", "))")
    if picture == .missing, !common.quiet {
      Terminal.line("signbit: no PNG, since rsvg-convert is not installed (Debian: librsvg2-bin)")
    }
  }

  private func request() throws -> DataRequest? {
    guard let data else {
      guard target == nil else { throw Refusal.usage("--target needs --data") }
      return nil
    }
    var request = DataRequest()
    request.source = data
    request.target = target
    return request
  }

  private var commandLine: String {
    var words = ["./signbit", "figure", id]
    if quick { words.append("--quick") }
    if let trials { words += ["--trials", "\(trials)"] }
    if let data { words += ["--data", data] }
    if let target { words += ["--target", target] }
    words += ["--seed", "\(common.seed)"]
    return words.joined(separator: " ")
  }
}

struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures", abstract: "List the figures that signbit figure can draw.",
    discussion: """
      EXAMPLES
        signbit figures
        signbit figures --json
      """)

  @OptionGroup var common: CommonOptions

  private struct Line: Encodable {
    let id: String
    let title: String
  }

  func run() throws {
    common.apply()
    let lines = PaperFigures.all.map { Line(id: $0.id, title: $0.title) }
    if common.json { return print(try JSONText.encode(["figures": lines])) }
    print(TextTable(header: ["figure", "shows"], rows: lines.map { [$0.id, $0.title] }).text)
  }
}

import ArgumentParser
import DataFiles
import Messages
import Workbench

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take a dense layer trained elsewhere to few bits.",
    discussion: """
      Reads y = W x + b from an npz or safetensors file, stores it in every format, and measures how far the outputs \
      move: Σ(ŷ − y)² / Σ(y − ȳ)². The calibration rows are what the layer gets as its input; three fifths of them \
      round the weights, one fifth chooses, one fifth measures. Writes model.signbit and report.json.

      EXAMPLES
        signbit import classifier.safetensors --calibration features.npy --bits 1,2,4
        signbit import model.npz --weights fc.weight --calibration rows.csv --labels cat,dog,emu
      """)

  @Argument(help: ArgumentHelp("An npz or safetensors file.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Rows as the layer gets them: any file that compress reads.", valueName: "data"))
  var calibration: String

  @Option(help: ArgumentHelp("The array with the weights (default: the one that fits).", valueName: "name"))
  var weights: String?

  @Option(help: ArgumentHelp("The array with the bias (default: the one beside the weights).", valueName: "name"))
  var bias: String?

  @Option(help: "Whether the weights are stored inputs × outputs: yes, no or auto.")
  var transposed = "auto"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A column of the calibration rows to leave out.", valueName: "column"))
  var target: String?

  @Option(help: "Whether a table has a line of names: yes, no or auto.")
  var header = "auto"

  @Option(help: ArgumentHelp("Use only the first N rows.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Class names in the order of the outputs; without them the model answers with scores.", valueName: "list"))
  var labels: String?

  @OptionGroup var storing: FormatOptions

  @Option(
    help: ArgumentHelp("Choose the smallest file with at most this output error.", valueName: "error"))
  var maxError = ImportRequest.usualError

  @Option(help: ArgumentHelp("Choose among files of at most so many bytes.", valueName: "bytes"))
  var maxBytes: Int?

  @Option(help: ArgumentHelp("The folder for the files.", valueName: "folder"))
  var out = "signbit-out"

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let request = try request()
    try ModelFolder(out).whileMade { try convert(request) }
  }

  private func request() throws -> ImportRequest {
    var request = ImportRequest()
    request.source = file
    request.weights = weights
    request.bias = bias
    switch transposed {
    case "auto": request.transposed = nil
    case "yes": request.transposed = true
    case "no": request.transposed = false
    default: throw Refusal.usage("--transposed is yes, no or auto; found \"\(transposed)\"")
    }
    request.calibration.source = calibration
    request.calibration.target = target
    request.calibration.header = header
    request.calibration.limit = limit
    request.labels = labels.map(ListText.words)
    if let formats = try storing.names() { request.formats = formats }
    request.roundings = ListText.words(storing.rounding)
    request.maxError = maxError
    request.maxBytes = maxBytes
    request.seed = common.seed
    return request
  }

  private func convert(_ request: ImportRequest) throws {
    var product = try ImportLayer(request, observer: common.progress)()
    var files: [(name: String, bytes: [UInt8])] = []
    if let model = product.modelFile { files.append(("model.signbit", model)) }
    product.answer.files = (files.map(\.name) + ["report.json"]).map { "\(out)/\($0)" }
    let json = try JSONText.encode(product.answer)
    files.append(("report.json", Array((json + "\n").utf8)))
    try AtomicFile.write(files.map { ("\(out)/\($0.name)", $0.bytes) })
    if common.json { print(json) } else { show(product.answer) }
    if product.modelFile == nil {
      let left = ModelFolder(out).earlierModel
      throw Refusal.failure(
        "no form keeps the output error within \(NumberText.short(request.maxError)) and the budget, so no model was "
          + "written; see the table, and --max-error\(left)")
    }
  }

  private func show(_ answer: ImportAnswer) {
    let bias = answer.bias.map { " and \($0)" } ?? ", no bias"
    print(
      "\(answer.source): \(answer.weights)\(bias), \(NumberText.grouped(answer.inputs)) inputs, "
        + "\(NumberText.grouped(answer.outputs)) outputs. \(NumberText.grouped(answer.calibrationSamples)) calibration rows "
        + "round, \(NumberText.grouped(answer.validationSamples)) choose, \(NumberText.grouped(answer.testSamples)) measure."
    )
    print("")
    let rows = answer.candidates.map { row in
      [
        row.format + (row.rounding == "plain" ? "" : " " + row.rounding),
        row.outputError.map {
          "\(NumberText.scientific($0, 1)) ± \(NumberText.scientific(row.outputErrorStandardError ?? 0, 0))"
        } ?? "–",
        row.agreement.map { NumberText.percent($0) } ?? "–", NumberText.grouped(row.bytes),
        NumberText.short(row.latencyMicroseconds), row.chosen ? "← chosen" : "",
      ]
    }
    print(
      TextTable(
        header: ["format", "output error", "same largest %", "bytes", "µs", ""], rows: rows, leftColumns: 1,
        bold: Set(answer.candidates.indices.filter { answer.candidates[$0].chosen })
      ).text)
    print(
      "Output error: Σ(ŷ − y)² / Σ(y − ȳ)² over rows that neither rounded nor chose. Chosen: the smallest file within "
        + "--max-error on the rows that choose.")
    print("")
    print("wrote \(answer.files.joined(separator: ", "))")
  }
}

import Messages
import Plots

/// `report.html` of a quote: error against bytes with bands, and the table.
struct QuoteReport {
  private let answer: QuoteAnswer
  private let request: QuoteRequest
  private let columns: QuoteColumns
  private let text: ErrorText

  init(_ answer: QuoteAnswer, request: QuoteRequest) {
    self.answer = answer
    self.request = request
    columns = QuoteColumns(answer)
    text = ErrorText(task: answer.data.task)
  }

  var html: String {
    let title = "What one bit will cost on \(answer.data.name)"
    let body = [
      "<h1>\(HTML.escaped(title))</h1>", "<p class=\"lead\">\(HTML.escaped(answer.data.text))</p>",
      "<ul>\(answer.diagnosis.map { "<li>\(HTML.escaped($0))</li>" }.joined(separator: "\n"))</ul>",
      "<h2>Quoted error against bytes</h2>", "<figure>\(figure.svg())</figure>", "<h2>Every candidate</h2>",
      HTML.table(
        columns.header.map(HTML.escaped), answer.candidates.map { columns.cells($0).map(HTML.escaped) },
        marked: Set(answer.candidates.indices.filter { answer.candidates[$0].chosen })),
      "<p class=\"note\">\(HTML.escaped(columns.note))</p>", reasons, samples, "<h2>Make it again</h2>",
      "<pre>\(HTML.escaped(request.commandLine))</pre>",
      "<p class=\"note\">Signbit \(answer.version), seed \(answer.seed).</p>",
    ]
    return HTML.page(title: title, body: body.joined(separator: "\n"))
  }

  private var reasons: String {
    "<h2>Why these verdicts</h2>"
      + HTML.table(
        ["model", "format", "verdict", "reasons"],
        answer.candidates.map { row in
          [
            CandidateColumns.model(row), CandidateColumns.format(row), row.verdict ?? "–",
            row.reasons.joined(separator: "; "),
          ].map(HTML.escaped)
        })
  }

  private var samples: String {
    guard !answer.samples.isEmpty else { return "" }
    return "<h2>Other numbers of training rows</h2>"
      + HTML.table(
        columns.samplesHeader.map(HTML.escaped), answer.samples.map { columns.cells($0).map(HTML.escaped) })
  }

  /// Every candidate at its quote; bars are bands, drawn from their half-widths.
  private var figure: Figure {
    let penalties = answer.candidates.map(\.penalty).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let series = penalties.map { penalty in
      Series(
        CandidateColumns.symbol(penalty), .dots,
        answer.candidates.filter { $0.penalty == penalty }.map { row in
          Series.Point(
            Double(row.bytes) / 1024, text.value(row.predictedError),
            error: row.predictedBand.map { (text.value($0[1]) - text.value($0[0])) / 2 } ?? .nan,
            label: "\(row.format), \(row.verdict ?? "")\(row.chosen ? " (recommended)" : "")")
        })
    }
    let chart = Chart(
      x: Axis("Size of the whole file", unit: "kB", scale: .log10), y: Axis("Quoted test error", unit: text.unit),
      series: series)
    return Figure(
      charts: [chart], note: "Bars: half the width of the 90 % band. 1 kB = 1,024 bytes.", chartWidth: 720,
      chartHeight: 360)
  }
}

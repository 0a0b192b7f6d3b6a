import Messages
import Plots

/// `report.html`: the table, the error-against-bytes picture and the paths, in one file.
struct CompressReport {
  private let answer: CompressAnswer
  private let request: CompressRequest
  private let text: ErrorText

  init(_ answer: CompressAnswer, request: CompressRequest) {
    self.answer = answer
    self.request = request
    text = ErrorText(task: answer.data.task)
  }

  var html: String {
    let data = answer.data
    let title = "What one bit costs on \(data.name)"
    let body = [
      "<h1>\(HTML.escaped(title))</h1>",
      "<p class=\"lead\">\(HTML.escaped(data.text))</p>",
      "<ul>\(answer.diagnosis.map { "<li>\(HTML.escaped($0))</li>" }.joined(separator: "\n"))</ul>",
      "<h2>Error against bytes</h2>", "<figure>\(CompressFigures.errorAgainstBytes(answer).svg())</figure>",
      "<h2>Every candidate</h2>", table,
      "<p class=\"note\">\(HTML.escaped(CandidateColumns(answer).note))</p>",
      perClass, path, descent,
      "<h2>Make it again</h2>", "<pre>\(HTML.escaped(request.commandLine))</pre>",
      "<p class=\"note\">Signbit \(answer.version), seed \(answer.seed). Errors were measured by running the packed models. "
        + "Objective: ‖XW − Y‖² + λ Σ f(w), no ½, no 1/n.</p>",
    ]
    return HTML.page(title: title, body: body.joined(separator: "\n"))
  }

  /// Empty without linear models.
  private var path: String {
    guard !answer.path.isEmpty else { return "" }
    return "<h2>Along the path</h2>"
      + "<figure>\(CompressFigures.paths(answer).svg())<figcaption>The solutions of the path: error in 32 bits and as signs (errors beyond three times the best are left out), "
      + "the share of weights at the boundary and the share that is not zero. The λ of the table were picked on validation, not on these test curves.</figcaption></figure>"
  }

  /// Empty for the direct solver.
  private var descent: String {
    guard !answer.descents.isEmpty else { return "" }
    let rows = answer.descents.flatMap { trace in ([trace.taken] + trace.compared).map { (trace.model, $0) } }
    let first = answer.descents.reduce(into: [0]) { $0.append($0.last! + 1 + $1.compared.count) }
    let cells = rows.map { model, point in
      [
        model, NumberText.short(point.stepSize), NumberText.scientific(point.stepSizeTimesLambda, 1),
        NumberText.grouped(point.passes), point.distance.map { NumberText.scientific($0, 1) } ?? "–",
        point.distanceBound.map { NumberText.scientific($0, 1) } ?? "–", text.number(point.testError), point.status,
      ]
    }
    return "<h2>Mirror descent</h2><figure>\(CompressFigures.descents(answer).svg())</figure>"
      + HTML.table(
        ["model", "step size η", "η λ", "passes", "distance", "at most", "test \(text.unit)", ""].map(HTML.escaped),
        cells.map { $0.map(HTML.escaped) }, marked: Set(first))
      + "<p class=\"note\">The first line of each map is what the table above holds. Distance: ‖W − W*‖/‖W*‖ from the ridge "
      + "last layer W* of the direct solver. At most: what the residual alone says of it, at which a descent ends. η = 1 "
      + "solves the equation of a row by each update; from 2 on descent diverges. λ in units of the mean squared length of "
      + "a row: the slowest part of the weights falls by about exp(−ηλ) each pass.</p>"
  }

  /// Empty for real targets.
  private var perClass: String {
    guard let perClass = answer.perClass, !perClass.models.isEmpty else { return "" }
    let names = perClass.models.map { model in
      "\(model.name) \(model.format)"
        + (model.rounding == "plain" ? "" : " \(model.rounding)")
    }
    var rows = perClass.classes.indices.map { k in
      let row = perClass.classes[k]
      return [
        row.name, NumberText.grouped(row.trainingSamples), NumberText.percent(row.trainingShare),
        NumberText.grouped(row.testSamples),
      ] + perClass.models.map { text.number($0.testErrors[k]) }
    }
    rows.append(
      ["all classes alike", "", "", ""]
        + perClass.models.map { text.number($0.balancedError, $0.balancedErrorStandardError) })
    return "<h2>Class by class</h2>"
      + HTML.table(
        (["class", "training rows", "share %", "test rows"] + names.map { "\($0) test %" }).map(HTML.escaped),
        rows.map { $0.map(HTML.escaped) })
      + "<p class=\"note\">The share of each class’s test rows that got another label; the last line is the mean over the "
      + "classes, the error if all were equally frequent.</p>"
  }

  private var table: String {
    let rows = answer.candidates.filter { !$0.oracle }
    let columns = CandidateColumns(answer)
    return HTML.table(
      columns.header.map(HTML.escaped), rows.map { columns.cells($0).map(HTML.escaped) },
      marked: Set(rows.indices.filter { rows[$0].chosen }))
  }
}

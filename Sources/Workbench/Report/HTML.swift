/// The few pieces of HTML that a report needs.
enum HTML {
  /// Text with the characters that mean something to a browser written out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  /// A table from rows of finished cells; `marked` rows stand out.
  static func table(_ header: [String], _ rows: [[String]], marked: Set<Int> = []) -> String {
    let head = header.map { "<th>\($0)</th>" }.joined()
    let body = rows.enumerated().map { index, cells in
      "<tr\(marked.contains(index) ? " class=\"chosen\"" : "")>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }.joined(separator: "\n")
    return "<div class=\"scroll\"><table><thead><tr>\(head)</tr></thead><tbody>\n\(body)\n</tbody></table></div>"
  }

  /// A whole page, light or dark as the reader prefers, with nothing fetched from anywhere.
  static func page(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(escaped(title))</title>
    <style>
    :root { --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --line: #d0d7de; --mark: #fff3d6; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --soft: #9aa4ae; --paper: #12161b; --line: #333b44; --mark: #3a3117; }
    }
    body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.6rem; margin-bottom: 0.2rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
    p.lead, figcaption, .note { color: var(--soft); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.92rem; width: 100%; }
    th, td { text-align: right; padding: 0.3rem 0.5rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
    th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
    tr.chosen td { background: var(--mark); font-weight: 600; }
    figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
    code, pre { font: 0.9em/1.5 ui-monospace, monospace; } pre { overflow-x: auto; padding: 0.7rem;
      border: 1px solid var(--line); border-radius: 6px; }
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }
}

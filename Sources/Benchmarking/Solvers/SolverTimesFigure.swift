import Messages
import Plots

extension SolverBenchAnswer {
  /// As SVG: milliseconds of every contender, one chart for each data set and penalty, one row of dots per strength.
  public var picture: String {
    let groups = rows.map(\.group).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let charts = groups.map { group in
      let here = rows.filter { $0.group == group }
      let names = here.map(\.contender).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return Chart(
        group, x: Axis("λ / λmax", scale: .log10), y: Axis("Time", unit: "ms", scale: .log10),
        series: names.map { name in
          Series(
            name, .joinedDots,
            here.filter { $0.contender == name && $0.isSolved }.compactMap { row in
              guard let fraction = row.fraction, let time = row.milliseconds else { return nil }
              return Series.Point(fraction, time)
            })
        })
    }
    return Figure(
      charts: charts, columns: 2, note: "Medians; only answers within 1e-6 of the best objective.", chartWidth: 380,
      chartHeight: 240
    ).svg()
  }
}

extension SolverBenchAnswer.Row {
  /// "small/l1" of "small/l1/0.01".
  fileprivate var group: String { `case`.split(separator: "/").prefix(2).joined(separator: "/") }

  /// A path has no single strength; its dot stands at 1.
  fileprivate var fraction: Double? {
    let parts = `case`.split(separator: "/")
    return parts.count == 3 ? Double(parts[2]) : 1
  }
}

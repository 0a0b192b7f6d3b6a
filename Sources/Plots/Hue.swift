/// The colors of series: those of Okabe and Ito, which people with the usual color deficiencies tell apart.
///
/// Each hue also has a marker shape of its own, so that a black-and-white print can be read. On a
/// dark background each is lightened; `neutral` turns from black to white. Their yellow is left
/// out: it cannot be seen on white. An eighth series takes the first hue again; better draw two charts.
///
/// - Source: Okabe & Ito, *Color Universal Design* (2008), figure 16.
public enum Hue: Int, Sendable, Equatable, CaseIterable {
  case blue, vermilion, green, purple, orange, sky, neutral

  var onLight: String {
    switch self {
    case .blue: "#0072b2"
    case .vermilion: "#d55e00"
    case .green: "#009e73"
    case .purple: "#cc79a7"
    case .orange: "#e69f00"
    case .sky: "#56b4e9"
    case .neutral: "#3a3f45"
    }
  }

  var onDark: String {
    switch self {
    case .blue: "#4aa3df"
    case .vermilion: "#f0803c"
    case .green: "#2bc79a"
    case .purple: "#e0a0c6"
    case .orange: "#f0b428"
    case .sky: "#a3d8f7"
    case .neutral: "#d5d9de"
    }
  }

  /// The name of its CSS variable.
  var variable: String { "--hue\(rawValue)" }
}

/// The hue of each series of a chart, in order.
///
/// Series of one name are one thing to the reader and share their hue unless told otherwise.
func assignedHues(_ series: [Series]) -> [Hue] {
  var free = Hue.allCases.filter { hue in !series.contains { $0.hue == hue } }
  if free.isEmpty { free = Hue.allCases }
  var next = 0
  var byName: [String: Hue] = [:]
  return series.map { one in
    let known = one.name.isEmpty ? nil : byName[one.name]
    if let hue = one.hue ?? known {
      if !one.name.isEmpty { byName[one.name] = hue }
      return hue
    }
    let hue = free[next % free.count]
    next += 1
    if !one.name.isEmpty { byName[one.name] = hue }
    return hue
  }
}

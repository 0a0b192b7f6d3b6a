/// The looks of all figures, in one place.
///
/// Every color is a CSS variable on the root element, so that a page around the figure can change
/// it; a color in plain text stands before each, for renderers that know no variables. A figure
/// in a dark page turns dark by itself.
enum StyleSheet {
  static let text: String = {
    var light = "--paper:#ffffff;--ink:#1b1f24;--soft:#5a6169;--rule:#e3e6ea;--axis:#8a919a"
    var dark = "--paper:#14171b;--ink:#eceff3;--soft:#a6adb6;--rule:#2c3238;--axis:#79818b"
    for hue in Hue.allCases {
      light += ";\(hue.variable):\(hue.onLight)"
      dark += ";\(hue.variable):\(hue.onDark)"
    }
    var rules = [
      ".signbit-figure{\(light)}",
      "@media (prefers-color-scheme:dark){.signbit-figure{\(dark)}}",
      // In a page narrower than the figure, all of it shrinks.
      ".signbit-figure{max-width:100%;height:auto}",
      ".signbit-figure text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}",
      rule("paper", "fill", "#ffffff", "--paper"),
      rule("ink", "fill", "#1b1f24", "--ink"),
      rule("soft", "fill", "#5a6169", "--soft"),
      rule("rule", "stroke", "#e3e6ea", "--rule", "fill:none;stroke-width:1"),
      rule("axis", "stroke", "#8a919a", "--axis", "fill:none;stroke-width:1"),
      rule("reference", "stroke", "#5a6169", "--soft", "fill:none;stroke-width:1.2;stroke-dasharray:2 3"),
      rule("halo", "stroke", "#ffffff", "--paper", "stroke-width:3;stroke-linejoin:round;paint-order:stroke"),
      // A rim in the color of the page keeps dots apart where they crowd.
      rule("dot", "stroke", "#ffffff", "--paper", "stroke-width:1"),
      ".signbit-figure .path{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}",
      ".signbit-figure .dashed{stroke-dasharray:7 5}",
      ".signbit-figure .thin{stroke-width:1.3}",
      ".signbit-figure .bar{fill:none;stroke-width:1.4}",
      ".signbit-figure .band{fill-opacity:.2}",
    ]
    for hue in Hue.allCases {
      rules.append(rule("fill\(hue.rawValue)", "fill", hue.onLight, hue.variable))
      rules.append(rule("stroke\(hue.rawValue)", "stroke", hue.onLight, hue.variable))
    }
    return rules.joined(separator: "\n")
  }()

  private static func rule(
    _ name: String, _ property: String, _ color: String, _ variable: String, _ more: String = ""
  ) -> String {
    ".signbit-figure .\(name){\(property):\(color);\(property):var(\(variable))\(more.isEmpty ? "" : ";" + more)}"
  }
}

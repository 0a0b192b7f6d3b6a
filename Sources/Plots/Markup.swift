import Messages

/// SVG text under construction: the one place that writes tags, so that everything is escaped and closed.
struct Markup {
  private(set) var text = ""

  typealias Attributes = KeyValuePairs<String, String>

  /// An element with children, written by `content`.
  mutating func element(_ name: String, _ attributes: Attributes = [:], content: (inout Markup) -> Void) {
    text += "<\(name)\(written(attributes))>\n"
    content(&self)
    text += "</\(name)>\n"
  }

  /// An element with a text, or nothing, inside.
  mutating func leaf(_ name: String, _ attributes: Attributes = [:], text content: String? = nil) {
    text += "<\(name)\(written(attributes))"
    if let content { text += ">\(Markup.escaped(content))</\(name)>\n" } else { text += "/>\n" }
  }

  /// A child that is written as it is: our own style sheet.
  mutating func raw(_ content: String) { text += content }

  private func written(_ attributes: Attributes) -> String {
    attributes.map { " \($0.key)=\"\(Markup.escaped($0.value))\"" }.joined()
  }

  /// Text as it may stand in an element or an attribute. Characters that XML forbids even when
  /// escaped (most control characters) become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A place or a length in pixels, to a hundredth.
  static func pixels(_ x: Double) -> String {
    // A hundred thousand pixels are far outside every figure; more digits would only cost bytes.
    NumberText.fixed(min(max(x, -1e5), 1e5), 2)
  }
}

/// How wide a text will be, without the font.
///
/// Classes of letters with the mean widths of the usual sans-serif faces; wrong by some 10 % either
/// way, which the margins around texts allow for.
enum TextLayout {
  /// The width in pixels at a font size in pixels.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + emWidth($1) } * size
  }

  private static func emWidth(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "f", "t", "r", "(", ")", "[", "]", "/", "-": 0.34
    case "m", "w", "M", "W", "%", "@", "—", "∞": 0.9
    case "A"..."Z", "+", "=", "<", ">", "±", "≤", "≥", "·", "×": 0.68
    case "⁰", "¹", "²", "³", "⁴"..."⁹", "⁻": 0.4
    case _ where scalar.properties.generalCategory == .nonspacingMark: 0
    case _ where scalar.value >= 0x1100 && scalar.value != 0x2113: scalar.value >= 0x2E80 ? 1 : 0.7
    default: 0.57
    }
  }

  /// The text in lines no wider than `width`, broken at spaces; a longer word has a line to itself.
  static func lines(_ text: String, width: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || Self.width(longer, size: size) <= width {
        line = longer
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}

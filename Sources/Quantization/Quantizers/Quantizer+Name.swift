import Messages

/// Quantizers by the names that users type.
extension Quantizer {
  /// The half-width of symmetric integers when none is named: eight standard deviations of standardized data.
  public static let usualRange = 8.0

  /// MX formats by name.
  static let blockFormats: [(name: String, elements: MiniFloat)] = [("mxfp4", .e2m1), ("mxfp8", .e4m3)]

  /// The names that need no further word, for lists and suggestions.
  public static let names =
    Formats.all.map(\.name) + blockFormats.map(\.name)

  /// Whether a quantizer's name can begin with this word.
  public static func isKnown(_ word: String) -> Bool { names.contains(word) || word == "float" || word == "grid" }

  /// Whether a name says how to round.
  public static func namesRounding(_ text: String) -> Bool {
    text.split(separator: ":").dropFirst().contains { Roundings.named(String($0)) != nil }
  }

  /// A quantizer from its name: a format, then in any order what is not the usual.
  ///
  ///     NAME | float:eXmY[,bias=B] | grid:FILE      then :sr or :rne,  :range=R,  of mxfp4 and mxfp8 :floor or :round-up
  ///
  /// `range` is where the range of the format ends: its largest number, and half a spacing more of `int2` … `int8`;
  /// symmetric integers have `usualRange`, the other formats a scale of 1. Without a word on rounding it is stochastic, and MX scales are those of OCP (floor).
  ///
  /// - Parameter grid: Reads the numbers of a grid from the file of that name.
  /// - Throws: a `Refusal` for a name that is unknown and for options that do not fit; what `grid` throws.
  public init(named text: String, grid: (String) throws -> [Double]) throws {
    var words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    var options = QuantizerOptions(of: text)
    // From the end: the name of a file may hold a colon.
    while words.count > 1, try options.take(words[words.count - 1]) { words.removeLast() }
    let format = try Self.format(words, of: text, grid)
    if let elements = Self.blockFormats.first(where: { $0.name == words[0] })?.elements {
      guard options.range == nil else {
        throw Refusal.usage("\"\(text)\": the blocks of \(words[0]) find their own range; leave range= out")
      }
      self.init(options.name(text), elements, .blocks(PowerOfTwo(options.scale ?? .floor)), options.usedRounding)
      return
    }
    guard options.scale == nil else {
      throw Refusal.usage("\"\(text)\": floor and round-up are about the shared scale of mxfp4 and mxfp8; leave it out")
    }
    let range = options.range ?? (format is SymmetricInteger ? Self.usualRange : nil)
    self.init(options.name(text), format, .fixed(range.map { $0 / format.range } ?? 1), options.usedRounding)
  }

  private static func format(
    _ words: [String], of text: String, _ grid: (String) throws -> [Double]
  ) throws -> any NumberFormat {
    switch words[0] {
    case "grid":
      let file = words.dropFirst().joined(separator: ":")
      guard !file.isEmpty else {
        throw Refusal.usage("\"\(text)\": say which file holds the numbers, as grid:levels.csv")
      }
      return try Grid("grid:\(file)", try grid(file))
    case "float":
      return try float(words.dropFirst().joined(separator: ":"), of: text)
    default:
      if words.count > 1 {
        throw Refusal.usage(
          "\"\(text)\": \(Suggestion.question(for: words[words.count - 1], among: QuantizerOptions.words))")
      }
      if let block = blockFormats.first(where: { $0.name == words[0] }) { return block.elements }
      guard let format = Formats.named(words[0]) else {
        throw Refusal.usage(
          "there is no number format \"\(words[0])\"; "
            + Suggestion.question(for: words[0], among: names + ["float:e4m2,bias=7", "grid:FILE"]))
      }
      return format
    }
  }

  /// A small float without infinities and NaN: "e4m2,bias=7".
  private static func float(_ shape: String, of text: String) throws -> MiniFloat {
    let parts = shape.split(separator: ",", omittingEmptySubsequences: false)
    let bits = (parts.first ?? "").split(separator: "m", omittingEmptySubsequences: false)
    guard bits.count == 2, bits[0].first == "e", let e = Int(bits[0].dropFirst()), let m = Int(bits[1]),
      (1...8).contains(e), m >= 0, e + m <= 15, parts.count <= 2
    else {
      throw Refusal.usage(
        "\"\(text)\": a small float is written float:e4m2 or float:e4m2,bias=7, with 1 to 8 exponent bits and 16 bits in all"
      )
    }
    guard parts.count == 2 else { return MiniFloat("float:\(shape)", exponentBits: e, mantissaBits: m) }
    guard parts[1].hasPrefix("bias="), let bias = Int(parts[1].dropFirst(5)), MiniFloat.biases.contains(bias) else {
      throw Refusal.usage("\"\(text)\": expected bias= and a whole number between -128 and 512; found \"\(parts[1])\"")
    }
    return MiniFloat("float:\(shape)", exponentBits: e, mantissaBits: m, bias: bias)
  }
}

/// What follows the format in the name of a quantizer.
private struct QuantizerOptions {
  static let words = Roundings.all.map(\.name) + PowerOfTwo.Rule.allCases.map(\.rawValue) + ["range=4"]

  let text: String
  var rounding: (any Rounding)?
  var scale: PowerOfTwo.Rule?
  var range: Double?

  init(of text: String) { self.text = text }

  var usedRounding: any Rounding { rounding ?? Stochastic() }

  /// The name with its rounding.
  func name(_ text: String) -> String { rounding == nil ? "\(text):\(usedRounding.name)" : text }

  /// Reads one word; false where it is none of ours.
  mutating func take(_ word: String) throws -> Bool {
    if let found = Roundings.named(word) {
      guard rounding == nil else { throw twice("rounding") }
      rounding = found
    } else if let found = PowerOfTwo.Rule(rawValue: word) {
      guard scale == nil else { throw twice("shared scale") }
      scale = found
    } else if word.hasPrefix("range=") {
      guard range == nil else { throw twice("range") }
      guard let found = Double(word.dropFirst(6)), found >= 1e-100, found <= 1e100 else {
        throw Refusal.usage("\"\(text)\": range= takes a positive number; found \"\(word.dropFirst(6))\"")
      }
      range = found
    } else {
      return false
    }
    return true
  }

  private func twice(_ what: String) -> Refusal { .usage("\"\(text)\" names the \(what) twice; name it once") }
}

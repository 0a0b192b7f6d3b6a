import ArgumentParser
import Messages

/// In which forms weights are stored: what `compress` and `import` share.
struct FormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "f32, f16, int8 … int2, ternary, sign, sparse (default: those that suit the weights).", valueName: "list"))
  var formats: String?

  @Option(
    help: ArgumentHelp("Formats by their bits: 32 is f32, 16 f16, 2 to 8 integers, 1 sign.", valueName: "list"))
  var bits: String?

  @Option(help: ArgumentHelp("plain, data-aware (at most 4 bits; of penalties, ridge).", valueName: "list"))
  var rounding = "plain,data-aware"

  /// The names of the formats; nil where none were given.
  func names() throws -> [String]? {
    guard let bits else { return formats.map(ListText.words) }
    guard formats == nil else { throw Refusal.usage("--formats and --bits say the same thing; give one of them") }
    return try ListText.words(bits).map { word in
      switch word {
      case "1": "sign"
      case "2", "3", "4", "5", "6", "7", "8": "int\(word)"
      case "16": "f16"
      case "32": "f32"
      default:
        throw Refusal.usage("--bits knows 1 (sign), 2 to 8 (integers), 16 (f16) and 32 (f32); found \"\(word)\"")
      }
    }
  }
}

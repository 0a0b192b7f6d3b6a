/// Numbers below zero after a flag: `--test -3`.
enum NegativeNumbers {
  /// The arguments with `--flag -3` as `--flag=-3`: no flag begins with a digit, and whoever types a number
  /// should read what is wrong with it, not that it is missing.
  static func joined(_ arguments: ArraySlice<String>) -> [String] {
    var result: [String] = []
    for (position, argument) in zip(arguments.indices, arguments) {
      if let flag = result.last, flag.hasPrefix("--"), flag.count > 2, !flag.contains("="), isNegative(argument),
        !arguments[..<position].contains("--")
      {
        result[result.count - 1] = flag + "=" + argument
      } else {
        result.append(argument)
      }
    }
    return result
  }

  private static func isNegative(_ word: String) -> Bool {
    guard word.first == "-" else { return false }
    let rest = word.dropFirst()
    return (rest.first == "." ? rest.dropFirst() : rest).first.map { ("0"..."9").contains($0) } ?? false
  }
}

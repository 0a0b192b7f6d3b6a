import DataFiles
import LinearAlgebra
import Messages
import Quantization

extension Catalogs {
  /// The quantizer of a name; the numbers of a grid come from its file, whatever their order and layout.
  static func quantizer(_ name: String) throws -> Quantizer {
    try Quantizer(named: name, grid: grid)
  }

  /// The numbers of a grid in a file.
  static func grid(_ path: String) throws -> [Double] {
    try CSVReader(target: .none).read(FileBytes(path: path)).features.elements
  }

  /// What a name stands for: with the rounding that it names, or else with each.
  static func quantizers(_ name: String) throws -> [Quantizer] {
    let named = try quantizer(name)
    guard !Quantizer.namesRounding(name) else { return [named] }
    return Roundings.all.map { Quantizer("\(name):\($0.name)", named.format, named.scaling, $0) }
  }

  /// The standard deviation of `gaussian:SD`.
  static func gaussian(_ text: String) throws -> Double {
    let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard words[0] == "gaussian" else { throw unknown("distribution", words[0], ["gaussian"]) }
    guard words.count == 2 else { return 1 }
    guard let sd = Double(words[1]), sd >= 1e-30, sd <= 1e30 else {
      throw Refusal.usage(
        "--distribution gaussian:SD takes a standard deviation between 1e-30 and 1e30; found \"\(words[1])\"")
    }
    return sd
  }
}

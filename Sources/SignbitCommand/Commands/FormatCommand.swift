import ArgumentParser
import Messages
import Workbench

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Number formats: their numbers, their range, and what they do to values.",
    discussion: """
      EXAMPLES
        signbit format list
        signbit format compare e4m3 fixed8 mxfp8 --distribution gaussian:0.5
      """,
    subcommands: [FormatListCommand.self, FormatShowCommand.self, FormatCompareCommand.self])
}

struct FormatListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the number formats that have names.",
    discussion: """
      Beside these there are float:e4m2,bias=7 with any number of bits, and grid:FILE with the numbers of a file.

      EXAMPLES
        signbit format list
        signbit format list --json
      """)

  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let answer = try FormatList()()
    try answering.deliver(answer, as: "format-list", common) {
      print(FormatTables.sheets(answer.formats))
      print(
        "int2 … int8 are odd integers without a scale, for weights that get one; fixed2 … fixed16 reach to ±8, or to :range=R"
      )
    }
  }
}

struct FormatShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One number format: all its numbers, and its errors.",
    discussion: """
      NAME is a format of signbit format list, float:e4m2,bias=7 or grid:FILE, then :sr or :rne for the rounding, \
      :range=R for the end of the range, and of mxfp4 and mxfp8 :floor (OCP) or :round-up. With --out also a picture.

      EXAMPLES
        signbit format show e2m1
        signbit format show float:e4m2,bias=7:rne --out formats
      """)

  @Argument(help: "Which format.")
  var name: String
  @OptionGroup var distribution: DistributionOption
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let comparison = try FormatComparison([name], distribution: distribution.distribution)
    let answer = try comparison()
    let picture = answering.out == nil ? nil : try comparison.picture()
    try answering.deliver(answer, as: "format-show", common, svg: picture) {
      let sheet = answer.formats[0]
      print(FormatTables.sheets(answer.formats))
      print("")
      if sheet.blockSize > 1 { print("\(sheet.blockSize) values share a power of two; one element before it:") }
      if answer.numbers.isEmpty {
        print("\(NumberText.grouped(sheet.levels)) numbers, too many to print")
      } else {
        print(answer.numbers.map { NumberText.short($0) }.joined(separator: "  "))
      }
      print("")
      print(FormatTables.effects(answer))
    }
  }
}

struct FormatCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Number formats side by side, and what they do to Gaussian values.",
    discussion: """
      Of Q(v), v ~ N(0, SD²): the gain E vQ / SD², the part of the error variance that does not grow with v (add) and \
      the part that grows as v² (mult), exact. Names are those of signbit format show. With --out also a picture.

      EXAMPLES
        signbit format compare e4m3 e5m2 fixed8:range=4
        signbit format compare mxfp4 mxfp4:round-up --out formats
      """)

  @Argument(help: "Which formats.")
  var names: [String]
  @OptionGroup var distribution: DistributionOption
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let comparison = try FormatComparison(names, distribution: distribution.distribution)
    let answer = try comparison()
    let picture = answering.out == nil ? nil : try comparison.picture()
    try answering.deliver(answer, as: "format-compare", common, svg: picture) {
      print(FormatTables.sheets(answer.formats))
      print("")
      print(FormatTables.effects(answer))
    }
  }
}

struct DistributionOption: ParsableArguments {
  @Option(help: ArgumentHelp("What the values are: gaussian:SD, around 0.", valueName: "gaussian:SD"))
  var distribution = "gaussian:1"
}

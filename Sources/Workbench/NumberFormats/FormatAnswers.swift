import Messages
import Plots
import Quantization

/// What `signbit format list` knows: the sheets of all names that need no further word.
public struct FormatListAnswer: Sendable, Codable, Equatable {
  public let formats: [FormatSheet]
}

/// Lists the formats.
public struct FormatList: Sendable {
  public init() {}

  public func callAsFunction() throws -> FormatListAnswer {
    FormatListAnswer(formats: try Quantizer.names.map { FormatSheet(try Catalogs.quantizer($0)) })
  }
}

/// Sheets and effects of formats side by side; one format for `signbit format show`.
public struct FormatAnswer: Sendable, Codable, Equatable {
  public struct Distribution: Sendable, Codable, Equatable {
    public let law: String
    public let standardDeviation: Double
  }

  public let distribution: Distribution
  public let formats: [FormatSheet]
  /// For each format a row with the rounding that its name says, or with each.
  public let rows: [FormatEffect]
  /// The numbers of a single format in ascending order, of MX those of an element before its scale; empty where there
  /// are more than 256 or several formats.
  public let numbers: [Double]
}

/// Shows one number format, or compares several.
public struct FormatComparison: Sendable {
  private let names: [String]
  private let distribution: String

  /// - Parameters:
  ///   - names: As `Quantizer(named:grid:)` reads them.
  ///   - distribution: `gaussian:SD`.
  /// - Throws: a `Refusal` without names.
  public init(_ names: [String], distribution: String = "gaussian:1") throws {
    guard !names.isEmpty else { throw Refusal.usage("name at least one number format") }
    self.names = names
    self.distribution = distribution
  }

  /// - Throws: a `Refusal` for names and options that are unknown and for files that hold no grid.
  public func callAsFunction() throws -> FormatAnswer {
    let sd = try Catalogs.gaussian(distribution)
    let quantizers = try names.map { try Catalogs.quantizers($0) }
    let sheets = quantizers.map { FormatSheet($0[0]) }
    let rows = zip(quantizers, sheets).flatMap { ours, sheet in
      ours.map { FormatEffect($0, name: sheet.name, standardDeviation: sd) }
    }
    return FormatAnswer(
      distribution: .init(law: "gaussian", standardDeviation: sd), formats: sheets, rows: rows,
      numbers: quantizers.count == 1 ? Self.numbers(quantizers[0][0]) : [])
  }

  /// Numbers on a line and errors against magnitude.
  public func picture() throws -> String {
    try FormatFigure(
      names.map { try Catalogs.quantizers($0)[0] }, standardDeviation: Catalogs.gaussian(distribution)
    ).figure.svg()
  }

  private static func numbers(_ quantizer: Quantizer) -> [Double] {
    let numbers = NumberLine(quantizer.format).numbers
    guard numbers.count <= 256 else { return [] }
    guard case .fixed(let scale) = quantizer.scaling else { return numbers }
    return numbers.map { scale * $0 }
  }
}

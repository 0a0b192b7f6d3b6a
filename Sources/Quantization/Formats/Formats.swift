/// The catalog of number formats: what is listed here is tested over all its codes.
public enum Formats {
  public static let all: [any NumberFormat] =
    [OneBit(), Ternary()] + MidRiseInteger.widths.map { MidRiseInteger(bitWidth: $0) }
    + SymmetricInteger.widths.map { SymmetricInteger(bitWidth: $0) } + MiniFloat.named

  /// The format of that name; nil when there is none.
  public static func named(_ name: String) -> (any NumberFormat)? { all.first { $0.name == name } }
}

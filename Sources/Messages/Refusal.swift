/// What the software says when it will not go on: one sentence and who can mend it.
///
/// Every library module throws this type for anything that user data or settings can cause.
/// The sentence names the file, the line or byte, what was found, what was expected, and what to do.
public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Who can mend it. The front doors turn the kind into an exit code.
  public enum Kind: Sendable, Equatable {
    /// The request itself is wrong: a flag, a name, a range (exit code 2).
    case usage
    /// The data or a file is wrong (exit code 3).
    case input
    /// The request was right and the work still failed: a full disk, nothing converged (exit code 1).
    case failure
  }

  public let kind: Kind
  /// One line: control characters that came with the data are spaces.
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    // Names of columns and files may hold line breaks, or commands to a terminal.
    let isPlain = { (scalar: Unicode.Scalar) in
      scalar.properties.generalCategory != .control && scalar != "\u{2028}" && scalar != "\u{2029}"
    }
    self.message =
      message.unicodeScalars.allSatisfy(isPlain)
      ? message : String(String.UnicodeScalarView(message.unicodeScalars.map { isPlain($0) ? $0 : " " }))
  }

  public static func usage(_ message: String) -> Refusal { Refusal(.usage, message) }
  public static func input(_ message: String) -> Refusal { Refusal(.input, message) }
  public static func failure(_ message: String) -> Refusal { Refusal(.failure, message) }

  public var description: String { message }
}

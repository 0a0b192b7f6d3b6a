#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard error, and what kind of place the standard streams lead to.
enum Terminal {
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1
  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  /// Whether emphasis may be used on standard output; `NO_COLOR` forbids it.
  static let outputTakesColor = outputIsTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)

  /// One line on standard error.
  static func line(_ text: String) { write(text + "\n") }

  static func error(_ text: String) {
    if errorIsTerminal { write("\r\u{1B}[K") }
    line("signbit: \(text)")
  }

  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { systemWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  static func bold(_ text: String) -> String { outputTakesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

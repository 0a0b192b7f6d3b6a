import Ledger
import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the user's own things are kept between runs.
enum UserFolder {
  /// `SIGNBIT_HOME`, else the user's data folder as the XDG base directory specification has it.
  static var data: String? {
    if let home = variable("SIGNBIT_HOME") { return home }
    if let shared = variable("XDG_DATA_HOME") { return "\(shared)/signbit" }
    return variable("HOME").map { "\($0)/.local/share/signbit" }
  }

  /// The ledger of this user's runs.
  static func ledger() throws -> LedgerFile {
    guard let data else {
      throw Refusal.failure("there is no folder for it, for neither SIGNBIT_HOME nor HOME is set; set one of them")
    }
    return LedgerFile(folder: data)
  }

  /// What to say where no row was found.
  static func nothing(in file: String, isFiltered: Bool) -> String {
    isFiltered
      ? "no row in \(file) is so; fewer of --family, --verdict and --since show more"
      : "the ledger is empty; signbit compress adds what it predicts and measures to \(file)"
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

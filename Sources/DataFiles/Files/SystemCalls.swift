#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few calls of the operating system that files need, with their errors as text.
enum System {
  /// What the system says about an error number: "No space left on device".
  static func text(of code: CInt) -> String { String(cString: strerror(code)) }

  static var lastError: CInt { errno }

  /// Runs a call again while signals interrupt it.
  static func retrying(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

import LinearAlgebra
import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What figures of speed depend on; part of every result.
public struct Machine: Sendable, Codable, Equatable {
  public let processor: String
  public let cores: Int
  public let threads: Int
  /// The BLAS, and the core type that it chose.
  public let algebra: String
  public let algebraCore: String
  public let kernels: String
  public let signbit: String
  /// The versions of the rivals that are installed.
  public let rivals: [String: String]

  /// This machine, without rivals.
  public static var current: Machine { Machine(rivals: [:]) }

  init(rivals: [String: String]) {
    let algebra = AlgebraProvider.active
    processor = Self.processorName
    cores = ThreadLimit.processorCount
    threads = ThreadLimit.current
    self.algebra = algebra.name
    algebraCore = algebra.core
    kernels = KernelSet.active.name
    signbit = SignbitVersion.current
    self.rivals = rivals
  }

  private static var processorName: String {
    #if canImport(Darwin)
      var size = 256
      var name = [CChar](repeating: 0, count: size)
      sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0)
      return String(cString: name)
    #else
      guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 4096)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") {
          return String(text[text.index(after: colon)...].dropFirst().prefix { $0 != "\n" })
        }
      }
      return "unknown"
    #endif
  }
}

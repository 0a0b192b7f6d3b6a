import DataFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `bench` finds around the program: rivals, data, the environment.
enum BenchFolder {
  /// `Benchmarks` in the current folder, or in a folder above the program; nil where there is none.
  static var found: String? {
    var folders = ["."]
    if let program = realpath("/proc/self/exe", nil) {
      defer { free(program) }
      var parts = String(cString: program).split(separator: "/")
      while !parts.isEmpty {
        parts.removeLast()
        folders.append("/" + parts.joined(separator: "/"))
      }
    }
    return folders.map { "\($0)/Benchmarks" }.first { FileBytes.exists("\($0)/rivals.py") }
  }

  /// Where MNIST may lie: the user's data folder, and beside a checkout.
  static var mnist: [String] {
    (UserFolder.data.map { ["\($0)/mnist"] } ?? []) + (found.map { ["\($0)/../../shared/data/mnist"] } ?? [])
  }

  /// `NAME=value` lines of this process.
  static var environment: [String] {
    var lines: [String] = []
    var next = environ
    while let line = next.pointee {
      lines.append(String(cString: line))
      next += 1
    }
    return lines
  }

  /// Says which variables force OpenBLAS onto something slower or faster than it would choose.
  static func remarkOnForcedAlgebra() {
    for name in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]
    where environment.contains(where: { $0.hasPrefix(name + "=") }) {
      Terminal.line("signbit: \(name) is set, which changes the algebra of signbit; the rivals run without it")
    }
  }
}

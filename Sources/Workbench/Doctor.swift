import LinearAlgebra
import Messages

/// What this process found on its machine, one line each.
public struct DoctorAnswer: Sendable, Codable, Equatable {
  public struct Line: Sendable, Codable, Equatable {
    public let name: String
    public let value: String
    /// False where something is missing or slow, with what to do in `value`.
    public let isGood: Bool
  }

  public let lines: [Line]
}

public struct Doctor: Sendable {
  public init() {}

  public func callAsFunction() -> DoctorAnswer {
    let algebra = AlgebraProvider.active
    var lines = [DoctorAnswer.Line(name: "version", value: "signbit \(SignbitVersion.current)", isGood: true)]
    if algebra.isPlain {
      lines.append(
        .init(
          name: "algebra",
          value: "plain C, 10 to 20 times slower than BLAS; on Debian: apt-get install libopenblas0-pthread",
          isGood: false))
    } else {
      let core = algebra.core.isEmpty ? "" : ", core \(algebra.core)"
      lines.append(
        .init(
          name: "algebra", value: "\(algebra.name)\(core), \(algebra.integerBits)-bit integers, \(algebra.file)",
          isGood: true))
    }
    let supported = KernelSet.supported.map(\.name).joined(separator: ", ")
    lines.append(.init(name: "kernels", value: "\(KernelSet.active.name) (supported: \(supported))", isGood: true))
    lines.append(
      .init(name: "threads", value: "\(ThreadLimit.current) of \(ThreadLimit.processorCount) processors", isGood: true))
    lines.append(.init(name: "data", value: "digits (built in, 1,797 samples), mixture: (sampled)", isGood: true))
    return DoctorAnswer(lines: lines)
  }
}

extension Doctor {
  /// What SIGNBIT_KERNELS or SIGNBIT_BLAS asked for and cannot be had, one sentence each.
  public static func unmetWishes() -> [String] {
    var sentences: [String] = []
    if let name = KernelSet.requestedButUnknown {
      let known = KernelSet.supported.map(\.name)
      sentences.append(
        "SIGNBIT_KERNELS asks for the kernel set \"\(name)\", which this machine does not run; \(Suggestion.question(for: name, among: known))"
      )
    }
    if let name = AlgebraProvider.active.missing {
      sentences.append(
        "SIGNBIT_BLAS asks for \"\(name)\", which is no library with BLAS and LAPACK; give the path of one, or plain")
    }
    return sentences
  }
}

import DataFiles
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
  private let dataFolder: String?

  /// - Parameter dataFolder: where the user keeps data sets; nil where there is no such place.
  public init(dataFolder: String? = nil) { self.dataFolder = dataFolder }

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
    lines.append(.init(name: "data", value: data, isGood: true))
    return DoctorAnswer(lines: lines)
  }

  /// The data that need no path, and the known sets in the user's folder.
  private var data: String {
    let builtIn = "digits (built in, 1,797 samples), mixture: (sampled)"
    guard let dataFolder else { return builtIn }
    let images = ["mnist/train-images-idx3-ubyte", "mnist/t10k-images-idx3-ubyte"].flatMap { [$0, $0 + ".gz"] }
    let found = images.map { "\(dataFolder)/\($0)" }.filter(FileBytes.exists)
    return ([builtIn] + found).joined(separator: ", ") + (found.isEmpty ? "; nothing more in \(dataFolder)" : "")
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

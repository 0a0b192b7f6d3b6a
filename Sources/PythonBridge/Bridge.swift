// The C symbols for Python and C: texts come back as UTF-8 that belongs to the library.

import LinearAlgebra
import Messages

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private let version = LastingText(SignbitVersion.current)

/// The version of the package, such as "0.1.0".
@c(signbit_version)
public func signbitVersion() -> UnsafePointer<CChar> { version.pointer }

private let provider = LastingText(providerJSON())

/// Which BLAS and LAPACK serve this process, as one JSON object.
///
/// The first call looks for them; import NumPy before it and NumPy's own library is found and shared.
@c(signbit_blas_provider)
public func signbitBLASProvider() -> UnsafePointer<CChar> { provider.pointer }

private func providerJSON() -> String {
  struct Answer: Encodable {
    let name, file, core: String
    let integerBits: Int
    let foundInProcess: Bool
  }
  let active = AlgebraProvider.active
  let answer = Answer(
    name: active.name, file: active.file, core: active.core, integerBits: active.integerBits,
    foundInProcess: active.foundInProcess)
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  // Three texts and two numbers: there is nothing in them that JSON cannot say.
  return String(decoding: (try? encoder.encode(answer)) ?? Data(), as: UTF8.self)
}

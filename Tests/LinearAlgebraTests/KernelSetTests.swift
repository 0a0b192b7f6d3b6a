import Foundation
import LinearAlgebra
import Testing

@Suite struct KernelSetTests {
  @Test func catalog() {
    #expect(KernelSet.supported.first == .reference)
    #expect(KernelSet.supported.contains(.active))
    #expect(Set(KernelSet.supported.map(\.name)).count == KernelSet.supported.count)
    for kernels in KernelSet.supported { #expect(KernelSet.named(kernels.name) == kernels) }
    #expect(KernelSet.named("") == nil)
    #expect(KernelSet.named("sse9") == nil)
  }

  /// Whatever SIGNBIT_KERNELS says in this run, it was obeyed or is reported.
  @Test func environmentIsObeyed() {
    let request = ProcessInfo.processInfo.environment["SIGNBIT_KERNELS"] ?? ""
    if request.isEmpty {
      #expect(KernelSet.active == KernelSet.supported.last)
      #expect(KernelSet.requestedButUnknown == nil)
    } else if let kernels = KernelSet.named(request) {
      #expect(KernelSet.active == kernels)
      #expect(KernelSet.requestedButUnknown == nil)
    } else {
      #expect(KernelSet.active == .reference)
      #expect(KernelSet.requestedButUnknown == request)
    }
  }
}

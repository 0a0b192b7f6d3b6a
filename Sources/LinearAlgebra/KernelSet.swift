package import CKernels

/// A set of kernels for one instruction set, chosen when the program runs.
///
/// All sets give the same bits, so results never depend on the choice; only speed does. Functions
/// that run kernels take `using: KernelSet = .active`, which tests and benchmarks override.
///
/// The environment variable `SIGNBIT_KERNELS` forces a set by name in any program.
public struct KernelSet: Sendable, Equatable, CustomStringConvertible {
  // A pointer, so that a new slot does not change the layout of this type: a module that does not
  // import the C header is not rebuilt when the header changes. The table is never written or freed.
  nonisolated(unsafe) package let pointer: UnsafePointer<ck_kernel_set>

  private init(_ pointer: UnsafePointer<ck_kernel_set>) { self.pointer = pointer }

  /// The functions; no slot is null.
  package var table: ck_kernel_set { pointer.pointee }

  /// The name by instruction set: "reference", "avx2", "avx512vpopcntdq".
  public var name: String { String(cString: pointer.pointee.name) }

  /// The best set that this processor supports, or the one that `SIGNBIT_KERNELS` names.
  ///
  /// If that name cannot be served this is `reference` and `requestedButUnknown` is not nil.
  public static let active = KernelSet(ck_active())

  /// The plain C set that defines all results.
  public static let reference = KernelSet(ck_reference())

  /// The sets that run on this processor, slowest first.
  public static let supported: [KernelSet] = (0..<ck_supported_count()).compactMap { index in
    ck_supported(index).map { KernelSet($0) }
  }

  /// The supported set of that name; nil if there is none or this processor cannot run it.
  public static func named(_ name: String) -> KernelSet? {
    supported.first { $0.name == name }
  }

  /// What `SIGNBIT_KERNELS` asked for when there is no such set here; front doors refuse to go on.
  public static let requestedButUnknown: String? = ck_requested_but_unknown().map { String(cString: $0) }

  public var description: String { name }
}

package import CKernels

/// A set of kernels for one instruction set, chosen when the program runs.
///
/// All sets give the same bits, so results never depend on the choice; only speed does. Functions
/// that run kernels take `using: KernelSet = .active`, which tests and benchmarks override.
///
/// The environment variable `SIGNBIT_KERNELS` forces a set by name in any program.
public struct KernelSet: Sendable, Equatable, CustomStringConvertible {
  /// The functions; no slot is null.
  package let table: ck_kernel_set
  /// The name by instruction set: "reference", "avx2", "avx512vpopcntdq".
  public let name: String

  private init(_ table: ck_kernel_set) {
    self.table = table
    name = String(cString: table.name)
  }

  /// The best set that this processor supports, or the one that `SIGNBIT_KERNELS` names.
  ///
  /// If that name cannot be served this is `reference` and `requestedButUnknown` is not nil.
  public static let active = KernelSet(ck_active().pointee)

  /// The plain C set that defines all results.
  public static let reference = KernelSet(ck_reference().pointee)

  /// The sets that run on this processor, slowest first.
  public static let supported: [KernelSet] = (0..<ck_supported_count()).compactMap { index in
    ck_supported(index).map { KernelSet($0.pointee) }
  }

  /// The supported set of that name; nil if there is none or this processor cannot run it.
  public static func named(_ name: String) -> KernelSet? {
    supported.first { $0.name == name }
  }

  /// What `SIGNBIT_KERNELS` asked for when there is no such set here; front doors refuse to go on.
  public static let requestedButUnknown: String? = ck_requested_but_unknown().map { String(cString: $0) }

  public var description: String { name }

  public static func == (a: KernelSet, b: KernelSet) -> Bool { a.name == b.name }
}

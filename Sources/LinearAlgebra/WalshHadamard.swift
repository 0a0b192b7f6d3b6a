import CKernels

/// x = H x in place for each run of `side` numbers, H the Walsh–Hadamard matrix in its natural order.
///
///     H_ij = −1 to the number of bits that i and j share;   H Hᵀ = side · 1
///
/// Every kernel set gives the same bits.
///
/// - Parameter side: A power of two that divides the count; by default the count.
/// - Complexity: O(count · log side).
public func walshHadamard(_ x: inout [Float], side: Int? = nil, using kernels: KernelSet = .active) {
  let side = side ?? x.count
  guard !x.isEmpty else { return }
  precondition(side > 0 && side & (side - 1) == 0 && x.count % side == 0, "no Hadamard matrix has side \(side)")
  x.withUnsafeMutableBufferPointer { x in
    for start in stride(from: 0, to: x.count, by: side) { kernels.table.hadamard_f32(x.baseAddress! + start, side) }
  }
}

/// Bit j of byte i becomes bit i of byte j: the blocks off the diagonal change places, of 1 × 1 bits, of 2 × 2, of
/// 4 × 4.
///
/// - Source: Warren, *Hacker's Delight* (2nd ed., 2012), §7-3.
func transposedBits(_ x: UInt64) -> UInt64 {
  let a = x ^ exchange(x, 7, 0x00AA_00AA_00AA_00AA)
  let b = a ^ exchange(a, 14, 0x0000_CCCC_0000_CCCC)
  return b ^ exchange(b, 28, 0x0000_0000_F0F0_F0F0)
}

/// Where the bits of `low` and those so far above them differ, at both places.
private func exchange(_ x: UInt64, _ distance: UInt64, _ low: UInt64) -> UInt64 {
  let changed = (x ^ x >> distance) & low
  return changed ^ changed << distance
}

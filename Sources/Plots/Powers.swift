#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// What a logarithmic axis needs and Swift itself lacks: two functions of the C library.

/// log₁₀ x.
func decimalLogarithm(_ x: Double) -> Double { log10(x) }

/// 10ˣ.
func raised(_ x: Double) -> Double { pow(10, x) }

/// 10ⁿ, correctly rounded; 0 and infinity past the range of Double.
func powerOfTen(_ n: Int) -> Double {
  // Parsing is exact, repeated multiplication is not: 10 · 10 ⋯ misses 1e23.
  Double("1e\(n)") ?? (n < 0 ? 0 : .infinity)
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The few functions of the C library that the mathematics needs, so that no other file has to ask which
// C library there is.

/// base to the power of exponent.
public func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// Cosine of an angle in radians.
public func cosine(_ x: Double) -> Double { cos(x) }

/// tanh(x).
public func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

/// erf(x), accurate near 0.
public func errorFunction(_ x: Double) -> Double { erf(x) }

/// The natural logarithm.
public func logarithm(_ x: Double) -> Double { log(x) }

/// e to the power of x.
public func exponential(_ x: Double) -> Double { exp(x) }

/// 1 − erf(x), accurate where erf(x) is close to 1.
public func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }

/// e to the power of x, minus 1, accurate where x is close to 0.
public func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }

/// The natural logarithm of 1 + x, accurate where x is close to 0.
public func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }

/// sinh(x).
public func hyperbolicSine(_ x: Double) -> Double { sinh(x) }

/// The x with sinh(x) = y.
public func inverseHyperbolicSine(_ y: Double) -> Double { asinh(y) }

/// The angle of the point (x, y) from the first axis, from −π to π.
public func arcTangent(_ y: Double, _ x: Double) -> Double { atan2(y, x) }

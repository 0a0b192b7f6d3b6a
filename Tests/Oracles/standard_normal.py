#!/usr/bin/env python3
"""The standard normal distribution to many digits, for Tests/ExperimentsTests/StandardNormalVectors.swift.

    python3 standard_normal.py > ../ExperimentsTests/StandardNormalVectors.swift

The committed values are its output of 2026-11-21, run with Python 3.11.7 and mpmath 1.3.0 at 50 digits;
every number is rounded once, to the nearest Float64.
"""

import mpmath as mp

mp.mp.dps = 50


def cumulative(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def quantile(p):
    """Newton's method on the logarithm of the tail, from the leading term of its expansion."""
    p = mp.mpf(p)
    if p == mp.mpf(1) / 2:
        return mp.mpf(0)
    if p > mp.mpf(1) / 2:
        return -quantile_of_small(1 - p)
    return quantile_of_small(p)


def quantile_of_small(p):
    return mp.findroot(lambda x: mp.log(cumulative(x)) - mp.log(p), -mp.sqrt(-2 * mp.log(p)) * mp.mpf("0.8"))


points = [-37.0, -20.0, -8.0, -5.5, -3.0, -1.959963984540054, -1.0, -0.25, -1e-9, 0.0, 0.5, 1.0, 2.5, 5.0, 7.5]
shares = [1e-300, 1e-100, 1e-20, 1e-9, 1e-4, 0.024, 0.02425, 0.0243, 0.1, 0.25, 0.4999, 0.5, 0.6, 0.75, 0.975, 0.9999,
          1 - 2.0**-30]

print("/// Written by Tests/Oracles/standard_normal.py (mpmath 1.3.0, 2026-11-21); not to be edited.")
print("enum StandardNormalVectors {")
print("  /// x, Φ(x), φ(x).")
print("  static let cumulative: [(x: Double, value: Double, density: Double)] = [")
for x in points:
    density = mp.exp(-mp.mpf(x) ** 2 / 2) / mp.sqrt(2 * mp.pi)
    print(f"    ({x!r}, {float(cumulative(mp.mpf(x)))!r}, {float(density)!r}),")
print("  ]")
print()
print("  /// p, Φ⁻¹(p).")
print("  static let quantile: [(p: Double, value: Double)] = [")
for p in shares:
    print(f"    ({p!r}, {float(quantile(p))!r}),")
print("  ]")
print("}")

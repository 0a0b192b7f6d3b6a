#!/usr/bin/env python3
"""Casts to small floats by ml_dtypes, for Tests/QuantizationTests/NumberFormatVectors.swift.

    python3 number_formats.py > ../QuantizationTests/NumberFormatVectors.swift

The committed values are its output of 2026-11-21, run with Python 3.11.7, NumPy 2.4.6 and ml_dtypes 0.6.0.
Every cast starts from a Float32; the last two types are no types of ours, but values of one constructor.
"""

import ml_dtypes
import numpy as np

TYPES = [
    ("e2m1", ml_dtypes.float4_e2m1fn, 4), ("e2m3", ml_dtypes.float6_e2m3fn, 6), ("e3m2", ml_dtypes.float6_e3m2fn, 6),
    ("e4m3", ml_dtypes.float8_e4m3fn, 8), ("e5m2", ml_dtypes.float8_e5m2, 8), ("bf16", ml_dtypes.bfloat16, 16),
    ("f16", np.float16, 16), ("e3m4-ieee", ml_dtypes.float8_e3m4, 8), ("e4m3-ieee", ml_dtypes.float8_e4m3, 8),
]


def codes(array):
    return array.view(np.uint16 if array.dtype.itemsize == 2 else np.uint8).astype(np.uint32)


def all_values(kind, bits):
    raw = np.arange(1 << bits, dtype=np.uint16 if bits == 16 else np.uint8)
    return raw.view(kind).astype(np.float32)


def inputs(kind, bits, random):
    """Numbers, halfway points and their neighbors; random magnitudes from below the least to past the largest."""
    values = all_values(kind, bits)
    finite = np.unique(values[np.isfinite(values)])
    every = finite
    if len(finite) > 60:
        finite = np.sort(np.concatenate([finite[:3], finite[-3:], random.choice(finite, 54, replace=False)]))
        place = np.searchsorted(every, finite[:-1])
        lower, upper = every[place], every[np.minimum(place + 1, len(every) - 1)]
    else:
        lower, upper = finite[:-1], finite[1:]
    with np.errstate(all="ignore"):
        middle = (lower.astype(np.float64) / 2 + upper.astype(np.float64) / 2).astype(np.float32)
        near = np.concatenate([finite, middle])
        near = np.concatenate([near, np.nextafter(near, np.float32(np.inf)), np.nextafter(near, np.float32(-np.inf))])
        least = float(np.min(finite[finite > 0])) / 8
        largest = min(float(finite[-1]) * 4, 3.4e38)
        size = np.exp(random.uniform(np.log(max(least, 1e-44)), np.log(largest), 150)).astype(np.float32)
    wide = size * random.choice(np.array([-1, 1], dtype=np.float32), 150)
    top = finite[-1]
    special = np.array([0.0, -0.0, 1e-45, -1e-45, 3.4e38, -3.4e38, np.inf, -np.inf], dtype=np.float32)
    if bits == 8 or bits == 16:
        special = np.append(special, np.float32(np.nan))
    with np.errstate(all="ignore"):
        every = every.astype(np.float64)
        # Half a spacing past the largest: where overflow begins.
        edge = np.array([every[-1] + (every[-1] - every[-2]) / 2]).astype(np.float32)
        edge = np.concatenate([edge, np.nextafter(edge, np.float32(0)), np.nextafter(edge, np.float32(np.inf))])
        past = (float(top) * (1 + np.arange(0, 33) / 256.0))
        past = past[past < 3.4e38].astype(np.float32)
    return np.concatenate([near, wide, edge, -edge, past, -past, special]).astype(np.float32)


def blocks(random):
    """MX by the letter of OCP Microscaling Formats 1.0, §6.3: the scale by frexp, the elements by ml_dtypes."""
    rows = []
    for name, kind, greatest in [("e2m1", ml_dtypes.float4_e2m1fn, 2), ("e4m3", ml_dtypes.float8_e4m3fn, 8)]:
        largest = float(ml_dtypes.finfo(kind).max)
        for k in range(24):
            block = (random.standard_normal(32) * 2.0 ** random.integers(-30, 30)).astype(np.float32)
            if k % 4 == 3:
                block *= (1.0 / np.arange(1, 33) ** 2).astype(np.float32)
            if k == 0:
                block = np.array([2.0**5] + [1.0] * 31, dtype=np.float32)
            exponent = int(np.frexp(np.abs(block).max())[1]) - 1 - greatest
            scaled = np.clip(block.astype(np.float64) / 2.0**exponent, -largest, largest).astype(np.float32)
            elements = scaled.astype(kind)
            rows.append((name, block, exponent, codes(elements)))
    return rows


random = np.random.default_rng(20261121)
print("// Made by Tests/Oracles/number_formats.py; do not edit.")
print("// 2026-11-21: Python 3.11.7, NumPy %s, ml_dtypes %s." % (np.__version__, ml_dtypes.__version__))
print()
print("/// Casts of another program, in hexadecimal.")
print("enum NumberFormatVectors {")
print("  /// Of every code the bits of its Float32, all codes up to 8 bits wide.")
print("  static let numbers: [(format: String, bits: String)] = [")
for name, kind, bits in TYPES:
    if bits < 16:
        values = all_values(kind, bits).view(np.uint32)
        print(f'    (\n      "{name}",\n      "{" ".join("%08x" % v for v in values)}"\n    ),')
print("  ]")
print()
print("  /// Bits of a Float32 and the code that it is cast to.")
print("  static let casts: [(format: String, pairs: String)] = [")
for name, kind, bits in TYPES:
    x = inputs(kind, bits, random)
    with np.errstate(all="ignore"):
        y = codes(x.astype(kind))
    print(f'    (\n      "{name}",\n      "{" ".join("%08x:%x" % pair for pair in zip(x.view(np.uint32), y))}"\n    ),')
print("  ]")
print()
print("  /// MX blocks: the element format, bits of 32 Float32, the exponent of the floor rule, 32 codes.")
print("  static let blocks: [(format: String, values: String, exponent: Int, codes: String)] = [")
for name, block, exponent, elements in blocks(random):
    print(f'    (\n      "{name}",\n      "{" ".join("%08x" % v for v in block.view(np.uint32))}",\n      {exponent}, "{" ".join("%x" % v for v in elements)}"\n    ),')
print("  ]")
print("}")

#!/usr/bin/env python3
"""An independent implementation of Documentation/RandomStreams.md, in Python and NumPy.

It was written from the specification and shares no code with the package. First it checks itself
on the known answers that Random123 publishes for Philox4x32-10 and -7 (file tests/kat_vectors), then it
prints one of

    python3 random_streams.py --swift       Tests/LinearAlgebraTests/RandomStreamVectors.swift
    python3 random_streams.py --swift-maps  Tests/FeatureMapsTests/FeatureMapVectors.swift
    python3 random_streams.py --markdown    the section "Test vectors" of the specification
    python3 random_streams.py --accuracy    errors of the Float32 formulas against Float64

The committed vectors are its output of 2026-11-21, run with Python 3.11.7 and NumPy 2.4.6
on x86-64. The tests require that every kernel set reproduces them bit for bit.
"""

import math
import sys

import numpy as np

MASK32, MASK64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
f32 = np.float32


def philox(counter, key, rounds=10):
    """Philox4x32: four counter words and two key words to four words."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK32, (p0 >> 32) ^ c3 ^ k1, p0 & MASK32
        k0, k1 = (k0 + 0x9E3779B9) & MASK32, (k1 + 0xBB67AE85) & MASK32
    return [c0, c1, c2, c3]


def halves(x):
    return [x & MASK32, x >> 32]


def block_words(key, stream, block, rounds=10):
    return philox(halves(block & MASK64) + halves(stream), halves(key), rounds)


def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        h = ((h ^ byte) * 0x100000001B3) & MASK64
    return h


class Stream:
    def __init__(self, key, stream=0, block=0):
        self.key, self.stream, self.block = key, stream, block

    def branch(self, name, index=0):
        inner = philox(halves(fnv1a(name)) + halves(index & MASK64), halves(self.key))
        w = philox(inner, halves(self.stream))
        return Stream(w[1] << 32 | w[0], w[3] << 32 | w[2])

    def words(self, count, rounds=10):
        blocks = (count + 3) // 4
        out = [w for b in range(blocks) for w in block_words(self.key, self.stream, self.block + b, rounds)]
        self.block = (self.block + blocks) & MASK64
        return np.array(out[:count], dtype=np.uint32)

    def float_uniforms(self, count):
        return (self.words(count) >> np.uint32(8)).astype(f32) * f32(2.0**-24)

    def coarse_uniforms(self, count):
        w = self.words((count + 1) // 2, rounds=7)
        halves = np.stack([w & np.uint32(0xFFFF), w >> np.uint32(16)], axis=1).ravel()[:count]
        return (halves.astype(f32) + f32(0.5)) * f32(2.0**-16)

    def uniforms(self, count):
        w = self.words(4 * ((count + 1) // 2)).astype(np.uint64)
        x = (w[1::2] << np.uint64(32) | w[0::2]) >> np.uint64(11)
        return (x.astype(np.float64) * 2.0**-53)[:count]

    def signs(self, count):
        w = self.words((count + 31) // 32)
        return [-1 if int(w[i // 32]) >> (i % 32) & 1 else 1 for i in range(count)]

    def float_gaussians(self, count):
        w = self.words(4 * ((count + 3) // 4))
        out = np.empty(len(w), dtype=f32)
        r = radius(w[0::2])
        c, s = circle(w[1::2])
        out[0::2], out[1::2] = r * c, r * s
        return out[:count]

    def integer(self, bound):
        limit = 2**64 % bound
        while True:
            w = [int(x) for x in self.words(4)]
            for x in (w[1] << 32 | w[0], w[3] << 32 | w[2]):
                if (x * bound & MASK64) >= limit:
                    return x * bound >> 64

    def permutation(self, count):
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            j = self.integer(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


def radius(w):
    """√(−2 ln u) in Float32; every operation is rounded by itself."""
    u = ((w >> np.uint32(1)).astype(f32) + f32(0.5)) * f32(2.0**-31)
    bits = u.view(np.uint32) - np.uint32(0x3F3504F3)
    e = (bits.view(np.int32) >> 23).astype(f32)
    x = ((bits & np.uint32(0x007FFFFF)) + np.uint32(0x3F3504F3)).view(f32) - f32(1)
    z = x * x
    p = np.full_like(x, f32(7.0376836292e-2))
    for c in (-1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
              -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1):
        p = p * x + f32(c)
    p = (p * x) * z
    p = p + f32(-2.12194440e-4) * e
    p = p - f32(0.5) * z
    log_u = (x + p) + f32(0.693359375) * e
    return np.sqrt(f32(-2) * log_u)


def circle(w):
    """(cos θ, sin θ) in Float32 with θ = (π/2)(q + r/2³⁰)."""
    q = w >> np.uint32(30)
    r = (w << np.uint32(2)).view(np.int32) >> 2
    t = r.astype(f32) * f32(math.pi / 2 * 2.0**-30)
    z = t * t
    s = f32(-1.9515295891e-4) * z + f32(8.3321608736e-3)
    s = s * z + f32(-1.6666654611e-1)
    s = (s * z) * t + t
    c = f32(2.443315711809948e-5) * z + f32(-1.388731625493765e-3)
    c = c * z + f32(4.166664568298827e-2)
    c = (c * z) * z
    c = (c - f32(0.5) * z) + f32(1)
    cosine = np.choose(q, [c, -s, -c, s])
    sine = np.choose(q, [s, c, -s, -c])
    return cosine, sine


def layer_stream(seed, layer):
    """Section "Feature maps": where the weights of a layer come from."""
    return Stream(seed).branch("features").branch("layer", layer)


def layer_signs(seed, layer, rows, columns):
    """Rows of signs, each beginning with a fresh word."""
    per_row = (columns + 31) // 32
    w = layer_stream(seed, layer).branch("signs").words(rows * per_row)
    return [[-1 if int(w[r * per_row + j // 32]) >> (j % 32) & 1 else 1 for j in range(columns)] for r in range(rows)]


def layer_place(seed, layer, patch, rows, columns):
    place = layer_stream(seed, layer).branch("place", patch)
    return place.integer(rows), place.integer(columns)


def fnv_of_words(words):
    """FNV-1a over the little-endian bytes of 32-bit patterns."""
    h = 0xCBF29CE484222325
    for byte in words.astype("<u4").tobytes():
        h = ((h ^ byte) * 0x100000001B3) & MASK64
    return h


def self_check():
    known = [  # Random123, tests/kat_vectors, "philox4x32 10"
        ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([MASK32] * 4, [MASK32] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        ([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0],
         [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]),
    ]
    few = [[0x5F6FB709, 0x0D893F64, 0x4F121F81, 0x4F730A48], [0x5207DDC2, 0x45165E59, 0x4D8EE751, 0x8C52F662],
           [0x4DFCCABA, 0x190A87F0, 0xC47362BA, 0xB6B5242A]]  # "philox4x32 7"
    for (counter, key, answer), seven in zip(known, few):
        assert philox(counter, key) == answer, "Philox disagrees with Random123"
        assert philox(counter, key, rounds=7) == seven, "Philox of seven rounds disagrees with Random123"


def accuracy():
    rng = np.random.default_rng(1)
    w = rng.integers(0, 2**32, 1 << 24, dtype=np.uint32)
    w = np.concatenate([w, np.arange(1 << 16, dtype=np.uint32), np.uint32(MASK32) - np.arange(1 << 16, dtype=np.uint32)])
    u = ((w >> np.uint32(1)).astype(f32) + f32(0.5)).astype(np.float64) * 2.0**-31
    exact = np.sqrt(-2 * np.log(u))
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.abs(radius(w) - exact) / np.spacing(exact.astype(f32))
    print(f"radius: at most {np.nanmax(error):.2f} ulp")
    theta = (math.pi / 2) * ((w >> np.uint32(30)).astype(np.float64)
                             + ((w << np.uint32(2)).view(np.int32) >> 2) * 2.0**-30)
    c, s = circle(w)
    print(f"cosine: at most {np.max(np.abs(c - np.cos(theta))):.2e}; sine: {np.max(np.abs(s - np.sin(theta))):.2e}")
    print(f"largest |g|: {radius(np.array([0], dtype=np.uint32))[0]:.4f}; smallest R above 0: "
          f"{np.min(radius(w)[radius(w) > 0]):.2e}; NaN: {int(np.isnan(radius(w)).sum())}")


def vectors():
    seed = 20240527
    a = Stream(seed)
    b = a.branch("trial", 3)
    c = b.branch("größe", -1)
    far = Stream(0x0123456789ABCDEF, 0xFEDCBA9876543210, 0xFFFFFFFE)
    wrap = Stream(7, 9, MASK64)
    place = lambda s: [s.key, s.stream, s.block]
    rows = []

    def add(kind, stream, count, draw):
        start = place(stream)
        rows.append((kind, start, count, draw(stream)))

    bits = lambda x: [int(v) for v in x.view(np.uint32 if x.dtype == f32 else np.uint64)]
    for s in (lambda: Stream(seed), lambda: b.branch("words"), lambda: Stream(*place(far)), lambda: Stream(*place(wrap))):
        add("words", s(), 10, lambda t: [int(v) for v in t.words(10)])
    for s in (lambda: Stream(seed), lambda: Stream(*place(far))):
        add("floatUniforms", s(), 6, lambda t: bits(t.float_uniforms(6)))
        add("coarseUniforms", s(), 9, lambda t: bits(t.coarse_uniforms(9)))
        add("uniforms", s(), 5, lambda t: bits(t.uniforms(5)))
        add("floatGaussians", s(), 15, lambda t: bits(t.float_gaussians(15)))
    branches = [(a, "trial", 3), (a, "trial", 4), (a, "", 0), (b, "größe", -1), (c, "words", 2**63 - 1)]
    branch_rows = [(place(p)[:2], n, i, place(p.branch(n, i))[:2]) for p, n, i in branches]
    signs = Stream(seed).signs(40)
    integers = Stream(seed)
    integer_rows = [(bound, integers.integer(bound)) for bound in
                    [1, 2, 3, 10, 1000, 2**32, 2**63 - 1] + [2**62 + 1] * 8 + [3 * 2**61] * 8]
    permutation = Stream(seed).permutation(20)
    digest_count = 65_537
    digest = fnv_of_words(Stream(seed).branch("digest").float_gaussians(digest_count).view(np.uint32))
    layer = {
        "signs": layer_signs(seed, 1, 3, 37), "rotation": layer_signs(seed, -1, 1, 20)[0],
        "gaussians": bits(layer_stream(seed, 2).branch("gaussians").float_gaussians(6)),
        "places": [layer_place(seed, 0, p, 22, 20) for p in range(6)],
    }
    return seed, rows, branch_rows, signs, integer_rows, integers.block, permutation, digest_count, digest, layer


def literal(x, width):
    return "0x" + f"{x:0{width + width // 4 - 1}_X}"


def wrapped(items, per_line, indent):
    lines = [", ".join(items[i:i + per_line]) for i in range(0, len(items), per_line)]
    return (",\n" + " " * indent).join(lines)


def width_of(kind):
    return 16 if kind == "uniforms" else 8


def swift():
    seed, rows, branches, signs, integers, integer_block, permutation, digest_count, digest, layer = vectors()
    out = ["// Written by Tests/Oracles/random_streams.py; do not edit.", "",
           "/// What an independent implementation of the specification draws.", "enum RandomStreamVectors {",
           f"  static let seed: UInt64 = {seed:_}", "",
           "  /// A draw: from where, and the bit patterns of what must come.",
           "  struct Draw {", "    let kind: String", "    let key: UInt64, stream: UInt64, block: UInt64",
           "    let patterns: [UInt64]", "  }", "", "  static let draws: [Draw] = ["]
    for kind, (key, stream, block), _, values in rows:
        per_line = 4 if kind == "uniforms" else 8
        out.append(f'    Draw(\n      kind: "{kind}", key: {literal(key, 16)}, stream: {literal(stream, 16)},\n'
                   f"      block: {literal(block, 16)},\n      patterns: [\n        "
                   + wrapped([literal(v, width_of(kind)) for v in values], per_line, 8) + ",\n      ]),")
    out += ["  ]", "", "  struct Branch {", "    let key: UInt64, stream: UInt64", "    let name: String",
            "    let index: Int", "    let childKey: UInt64, childStream: UInt64", "  }", "",
            "  static let branches: [Branch] = ["]
    for (key, stream), name, index, (child_key, child_stream) in branches:
        out.append(f'    Branch(\n      key: {literal(key, 16)}, stream: {literal(stream, 16)}, name: "{name}", index: {index:_},\n'
                   f"      childKey: {literal(child_key, 16)}, childStream: {literal(child_stream, 16)}),")
    out += ["  ]", "", "  /// Signs from the root of `seed`.", "  static let signs: [Double] = [",
            "    " + wrapped([str(s) for s in signs], 20, 4) + ",", "  ]", "",
            "  /// Successive draws from the root of `seed`, and the block after them.",
            "  static let integers: [(bound: Int, value: Int)] = ["]
    out += [f"    ({bound:_}, {value:_})," for bound, value in integers]
    out += ["  ]", f"  static let blockAfterIntegers: UInt64 = {integer_block}", "",
            "  /// A permutation of 20 from the root of `seed`.", "  static let permutation = [",
            "    " + wrapped([str(i) for i in permutation], 20, 4) + ",", "  ]", "",
            '  /// FNV-1a-64 over the little-endian bit patterns of the Gaussians of branch "digest".',
            f"  static let digestCount = {digest_count:_}", f"  static let digest: UInt64 = {literal(digest, 16)}", "}"]
    print("\n".join(out))


def swift_maps():
    seed, *_, layer = vectors()
    out = ["// Written by Tests/Oracles/random_streams.py; do not edit.", "",
           "/// What an independent implementation of the section \"Feature maps\" draws.", "enum FeatureMapVectors {",
           f"  static let seed: UInt64 = {seed:_}", "", "  /// Layer 1, rows of 37 signs.",
           "  static let signs: [[Float]] = ["]
    for row in layer["signs"]:
        out.append("    [\n      " + wrapped([str(s) for s in row], 20, 6) + ",\n    ],")
    out += ["  ]", "", "  /// Layer −1, one row of 20: the rotation.", "  static let rotation: [Float] = [",
            "    " + wrapped([str(s) for s in layer["rotation"]], 20, 4) + ",", "  ]", "",
            "  /// Layer 2, bit patterns.", "  static let gaussians: [UInt32] = [",
            "    " + wrapped([literal(v, 8) for v in layer["gaussians"]], 6, 4) + ",", "  ]", "",
            "  /// Layer 0, patches of 7 × 7 on 28 × 26 pixels: rows and columns of the first six.",
            "  static let places = [" + ", ".join(f"({y}, {x})" for y, x in layer["places"]) + "]", "}"]
    print("\n".join(out))


def markdown():
    seed, rows, branches, signs, integers, integer_block, permutation, digest_count, digest, layer = vectors()
    print(f"Numbers are hexadecimal without prefix; the seed is {seed} (= {seed:x}).\n")
    for kind in ("words", "floatUniforms", "coarseUniforms", "uniforms", "floatGaussians"):
        print(f"`{kind}`, bit patterns:\n\n```")
        for k, (key, stream, block), _, values in rows:
            if k == kind:
                print(f"key {key:016x}  stream {stream:016x}  block {block:016x}")
                per_line = 4 if kind == "uniforms" else 8
                for i in range(0, len(values), per_line):
                    print("  " + " ".join(f"{v:0{width_of(kind)}x}" for v in values[i:i + per_line]))
        print("```\n")
    print("Branches (key, stream; name; index; key and stream of the branch):\n\n```")
    for (key, stream), name, index, child in branches:
        print(f'{key:016x} {stream:016x}  "{name}" {index}\n  {child[0]:016x} {child[1]:016x}')
    print("```\n")
    print(f"The first {len(signs)} signs of the root (− is −1): `" + "".join("+" if s > 0 else "-" for s in signs) + "`.\n")
    print("Successive `integer(below:)` from the root, as bound → value, decimal:\n\n```")
    print("\n".join(f"{bound} → {value}" for bound, value in integers))
    print(f"```\n\nThe next block is then {integer_block}: in {integer_block - len(integers)} of the blocks both halves were rejected.\n")
    print("`permutation(20)` of the root: `" + " ".join(map(str, permutation)) + "`.\n")
    print(f'The first {digest_count} `floatGaussians` of branch ("digest", 0) of the root, as little-endian bit patterns,\n'
          f"have the FNV-1a-64 hash `{digest:016x}`.\n")
    text = lambda row: "".join("+" if s > 0 else "-" for s in row)
    print("Feature maps: layer 1, three rows of 37 signs:\n\n```\n" + "\n".join(text(r) for r in layer["signs"]) + "\n```\n")
    print(f"The first 20 signs of the rotation (layer −1): `{text(layer['rotation'])}`. The first six Gaussians of layer 2, bit\n"
          "patterns: `" + " ".join(f"{v:08x}" for v in layer["gaussians"]) + "`. The first six places of patches of\n"
          "7 × 7 on 28 × 26 pixels, layer 0: `" + " ".join(f"({y}, {x})" for y, x in layer["places"]) + "`.")


if __name__ == "__main__":
    self_check()
    actions = {"--swift": swift, "--swift-maps": swift_maps, "--markdown": markdown, "--accuracy": accuracy}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        sys.exit(__doc__)
    actions[sys.argv[1]]()

"""The section *map* of model.signbit, in pure Python: Documentation/ModelFormat.md and RandomStreams.md a second time.

Maps compute in Float64, loop by loop, from their definitions in Documentation/RandomFeatures.md. Gaussian weights are
read where they are stored; from a seed they need the Float32 arithmetic of random_streams.py, and so NumPy.
"""

import math

MASK32, MASK64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
LARGEST_NUMBER_COUNT, PLACE, LARGEST_COUNT, LARGEST_WEIGHT_COUNT, LARGEST_WORK = 2**26, 16, 2**24, 2**28, 2**34

LARGEST_BINARY_INPUTS = 65_793


class Refused(Exception):
    pass


def demand(condition, sentence):
    if not condition:
        raise Refused(sentence)


ACTIVATIONS = {
    1: ("linear", lambda u: u),
    2: ("tanh", math.tanh),
    3: ("erf", math.erf),
    4: ("relu", lambda u: max(u, 0.0)),
    5: ("silu", lambda u: u / (1 + math.exp(-u)) if u > -700 else 0.0),
    6: ("softplus", lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u)))),
    7: ("sign", lambda u: 1.0 if u >= 0 else -1.0),
}


def philox(counter, key):
    (c0, c1, c2, c3), (k0, k1) = counter, key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK32, (p0 >> 32) ^ c3 ^ k1, p0 & MASK32
        k0, k1 = (k0 + 0x9E3779B9) & MASK32, (k1 + 0xBB67AE85) & MASK32
    return [c0, c1, c2, c3]


def halves(x):
    return [x & MASK32, x >> 32]


class Stream:
    def __init__(self, key, stream=0):
        self.key, self.stream, self.block = key, stream, 0

    def branch(self, name, index=0):
        h = 0xCBF29CE484222325
        for byte in name.encode("utf-8"):
            h = ((h ^ byte) * 0x100000001B3) & MASK64
        inner = philox(halves(h) + halves(index & MASK64), halves(self.key))
        w = philox(inner, halves(self.stream))
        return Stream(w[1] << 32 | w[0], w[3] << 32 | w[2])

    def words(self, count):
        out = []
        while len(out) < count:
            out += philox(halves(self.block) + halves(self.stream), halves(self.key))
            self.block += 1
        return out[:count]

    def integer(self, bound):
        while True:
            w = self.words(4)
            for x in (w[1] << 32 | w[0], w[3] << 32 | w[2]):
                if (x * bound & MASK64) >= 2**64 % bound:
                    return x * bound >> 64


class Numbers:
    """The random numbers of a layer, from a seed or from the file."""

    def __init__(self, reader, stream):
        self.reader, self.stream = reader, stream

    def signs(self, rows, columns, what):
        if self.stream:
            per_row = (columns + 31) // 32
            w = self.stream.branch("signs").words(rows * per_row)
            return [[-1 if w[r * per_row + j // 32] >> (j % 32) & 1 else 1 for j in range(columns)] for r in range(rows)]
        found = []
        for r in range(rows):
            row = int.from_bytes(self.reader.take((columns + 7) // 8, f"signs of {what} {r}"), "little")
            demand(row >> columns == 0, "padding bits of a map are set")
            found.append([-1 if row >> j & 1 else 1 for j in range(columns)])
        return found

    def gaussians(self, rows, columns):
        if self.stream:
            import random_streams  # needs NumPy

            same = random_streams.Stream(self.stream.key, self.stream.stream).branch("gaussians")
            all_of_them = [float(g) for g in same.float_gaussians(rows * columns)]
            return [all_of_them[r * columns : (r + 1) * columns] for r in range(rows)]
        return [self.reader.floats(columns, f"W[{r}, {{}}] of the map:") for r in range(rows)]

    def places(self, count, rows, columns):
        if self.stream:
            streams = [self.stream.branch("place", r) for r in range(count)]
            return [(s.integer(rows), s.integer(columns)) for s in streams]
        return [
            (self.reader.number(4, f"patch {r} from row {{}}"), self.reader.number(4, "  column {}"))
            for r in range(count)
        ]


def check(*counts):
    for count in counts:
        demand(1 <= count <= LARGEST_COUNT, f"a count of {count}")


def hadamard(x):
    return [sum((-1) ** ((i & j).bit_count() % 2) * v for j, v in enumerate(x)) for i in range(len(x))]


def power_of_two(count):
    return 1 << (count - 1).bit_length()


def activation(reader):
    code = reader.number(1, "activation {}")
    demand(code in ACTIVATIONS, f"activation {code}")
    return ACTIVATIONS[code][1]


class Map:
    """x ↦ φ(x) of a section."""

    def __init__(self, reader):
        self.reader, self.budget, self.layers = reader, LARGEST_NUMBER_COUNT, []
        count = reader.number(1, "{} layers")
        demand(1 <= count <= 16, f"{count} layers")
        kinds = {1: self.dense, 2: self.hadamard, 3: self.conv, 4: self.patch, 5: self.rotation, 6: self.binary}
        names = {1: "dense", 2: "hadamard", 3: "conv", 4: "patch", 5: "rotation", 6: "binary"}
        for _ in range(count):
            kind = reader.number(1, "map of kind {}")
            version = reader.number(1, "random streams of version {} (0: numbers are stored)")
            demand(kind in kinds, f"map of kind {kind}")
            demand(version <= 1, f"random streams of version {version}")
            layer, stream = None, None
            if version:
                seed = reader.number(8, "seed {}")
                layer = reader.number(2, "number of the layer + 1: {}") - 1
                stream = Stream(seed).branch("features").branch("layer", layer)
            inputs, outputs, function = kinds[kind](Numbers(reader, stream), layer)
            demand(not self.layers or self.layers[-1][1] == inputs, "layers that do not fit")
            self.layers.append((inputs, outputs, function))
        self.inputs, self.outputs = self.layers[0][0], self.layers[-1][1]
        self.names = names

    def take(self, count):
        demand(count <= self.budget, "too many random numbers")
        self.budget -= count

    def __call__(self, x):
        for _, _, function in self.layers:
            x = function(x)
        return x

    def dense(self, numbers, _):
        r = self.reader
        law = r.number(1, "weights {} (0: one bit, 1: Gaussian)")
        demand(law in (0, 1), f"weights of law {law}")
        phi = activation(r)
        outputs, inputs = r.number(4, "{} outputs"), r.number(4, "{} inputs")
        check(outputs, inputs)
        self.take(outputs * inputs)
        w = numbers.gaussians(outputs, inputs) if law else numbers.signs(outputs, inputs, "output")
        scale = 1 / math.sqrt(inputs)
        return inputs, outputs, lambda x: [phi(scale * sum(a * b for a, b in zip(row, x))) for row in w]

    def hadamard(self, numbers, _):
        r = self.reader
        phi = activation(r)
        outputs, inputs = r.number(4, "{} outputs"), r.number(4, "{} inputs")
        check(outputs, inputs)
        side = power_of_two(inputs)
        blocks = (outputs + side - 1) // side
        self.take(3 * blocks * side)
        d = numbers.signs(3 * blocks, side, "diagonal")
        scale = 1 / (side * math.sqrt(inputs))

        def features(x):
            out = []
            for b in range(blocks):
                v = list(x) + [0.0] * (side - inputs)
                for t in (2, 1, 0):
                    v = hadamard([a * s for a, s in zip(v, d[3 * b + t])])
                out += [phi(scale * a) for a in v]
            return out[:outputs]

        return inputs, outputs, features

    def window(self, height, width, side, what):
        check(height, width, height * width)
        demand(1 <= side <= min(height, width), f"{what} of side {side}")

    def conv(self, numbers, _):
        r = self.reader
        phi = activation(r)
        counts = r.number(1, "pooling {} (0: mean, 1: count)")
        demand(counts in (0, 1), f"pooling {counts}")
        height, width = r.number(4, "images of {}"), r.number(4, "  × {} pixels")
        filters, k = r.number(4, "{} filters"), r.number(4, "  of side {}")
        pool, stride = r.number(4, "windows of side {}"), r.number(4, "  and stride {}")
        demand(k <= 0xFFFF, "a window")
        self.take(filters * k * k)
        self.window(height, width, k, "a filter")
        rows, columns = height - k + 1, width - k + 1
        self.window(rows, columns, pool, "a window")
        check(filters, stride)
        demand(max(filters, k * k) * rows * columns <= LARGEST_WEIGHT_COUNT, "too large a convolution")
        demand(filters * rows * columns * k * k <= LARGEST_WORK, "too much work")
        demand(not counts or phi is ACTIVATIONS[7][1], "counts of another activation than the sign")
        w = numbers.signs(filters, k * k, "filter")
        down, right = (rows - pool) // stride + 1, (columns - pool) // stride + 1

        def features(x):
            out = []
            for f in range(filters):
                a = [
                    [sum(w[f][dy * k + dx] * x[(y + dy) * width + c + dx] for dy in range(k) for dx in range(k)) for c in range(columns)]
                    for y in range(rows)
                ]
                a = [[(1.0 if u > 0 else 0.0) if counts else phi(u / k) for u in row] for row in a]
                for i in range(down):
                    for j in range(right):
                        total = sum(sum(row[stride * j : stride * j + pool]) for row in a[stride * i : stride * i + pool])
                        out.append(total if counts else total / pool**2)
            return out

        return height * width, filters * down * right, features

    def patch(self, numbers, _):
        r = self.reader
        phi = activation(r)
        height, width = r.number(4, "images of {}"), r.number(4, "  × {} pixels")
        k, outputs = r.number(4, "patches of side {}"), r.number(4, "{} outputs")
        demand(k <= 0xFFFF, "a window")
        self.take(outputs * (k * k + PLACE))
        self.window(height, width, k, "a patch")
        check(outputs)
        w = numbers.signs(outputs, k * k, "patch")
        places = numbers.places(outputs, height - k + 1, width - k + 1)
        demand(all(y <= height - k and c <= width - k for y, c in places), "a patch beyond its image")

        def features(x):
            return [
                phi(sum(w[r][dy * k + dx] * x[(y + dy) * width + c + dx] for dy in range(k) for dx in range(k)) / k)
                for r, (y, c) in enumerate(places)
            ]

        return height * width, outputs, features

    def binary(self, numbers, layer):
        r = self.reader
        demand(layer is None, "a binary layer with a seed")
        kind = r.number(1, "inputs {} (0: signs, 1: levels of one range, 2: of a range each)")
        demand(kind <= 2, f"inputs of kind {kind}")
        outputs, inputs = r.number(4, "{} outputs"), r.number(4, "{} inputs")
        demand(outputs >= 1 and 1 <= inputs <= LARGEST_BINARY_INPUTS, "a binary layer that cannot be")
        self.take(outputs * (inputs + 32))
        ranges = [0, 1, inputs][kind]
        lows, steps = r.floats(ranges, "low {}:"), r.floats(ranges, "step {}:")
        demand(all(s > 0 for s in steps), "a step that is not positive")
        demand(kind < 2 or len(set(zip(lows, steps))) > 1, "equal ranges one by one")
        w = numbers.signs(outputs, inputs, "output")
        largest = inputs * (255 if kind else 1)
        width = next(b for b in (1, 2, 3, 4) if largest + 1 < 1 << 8 * b - 1)
        thresholds = []
        for i in range(outputs):
            part = r.take(width)
            thresholds.append(int.from_bytes(part, "little", signed=True))
            r.notes.append((r.offset + r.place - width, part, f"threshold {i}: {thresholds[i]}"))
        demand(all(-largest <= t <= largest + 1 for t in thresholds), "a threshold that no sum reaches")

        def level(x, j):
            j = 0 if kind == 1 else j
            return min(255, max(0, round((x - lows[j]) / steps[j])))

        def features(x):
            q = [level(v, j) for j, v in enumerate(x)] if kind else [-1 if v < 0 else 1 for v in x]
            return [1.0 if sum(a * b for a, b in zip(row, q)) >= t else -1.0 for row, t in zip(w, thresholds)]

        return inputs, outputs, features

    def rotation(self, numbers, layer):
        inputs = self.reader.number(4, "{} inputs")
        self.take(inputs)
        check(inputs)
        demand(layer in (None, -1), f"a rotation as layer {layer}")
        d = numbers.signs(1, inputs, "diagonal")[0]
        side = power_of_two(inputs)

        def features(x):
            v = [a * s for a, s in zip(x, d)] + [0.0] * (side - inputs)
            return [a / math.sqrt(side) for a in hadamard(v)]

        return inputs, side, features

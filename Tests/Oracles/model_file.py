#!/usr/bin/env python3
"""An independent reader of model.signbit, in pure Python: Documentation/ModelFormat.md a second time.

It was written from the specification and shares no code with the package; Python's own zlib gives the
CRC-32. Maps of random features are in model_map.py beside it. It reads files of version 1, recomputes the scores in Float64, and refuses what the page says a
reader must refuse.

    python3 model_file.py                     checks every test vector of Documentation/ModelFormat.md
    python3 model_file.py FILE [X ...]        prints what a file holds, and its scores for the inputs X
    python3 model_file.py --markdown FILE     prints the annotated bytes, as the page shows them

Run on the twenty-one vectors of the page on 2026-11-21 with Python 3.11.7 on x86-64: all bytes are accounted for
and all scores are equal to the printed ones.
"""

import re
import struct
import sys
import zlib
from pathlib import Path

from model_map import Map, Refused, demand

KINDS = {1: "shape", 2: "weights", 3: "scales", 4: "intercept", 5: "labels", 6: "standardization", 7: "provenance"}
KINDS |= {8: "map"}
FORMS = {1: "f32", 2: "sign", 3: "sparse", 4: "sparse-sign", 5: "ternary", 6: "f16"}
FORMS |= {10 + width: f"int{width}" for width in range(2, 9)}
LARGEST_DIMENSION, LARGEST_WEIGHT_COUNT, PROVENANCE_LIMIT = 2**28, 2**29, 200


class Reader:
    """Takes bytes from the front and notes what each of them means."""

    def __init__(self, data, offset=0):
        self.data, self.place, self.offset, self.notes = data, 0, offset, []

    def take(self, count, meaning=None):
        demand(self.place + count <= len(self.data), f"the file ends early, at byte {self.offset + len(self.data)}")
        part = self.data[self.place : self.place + count]
        if meaning:
            self.notes.append((self.offset + self.place, part, meaning))
        self.place += count
        return part

    def number(self, width, meaning):
        value = int.from_bytes(self.data[self.place : self.place + width], "little")
        self.take(width, meaning.format(value))
        return value

    def floats(self, count, meaning):
        part = self.take(4 * count)
        values = struct.unpack(f"<{count}f", part)
        demand(all(abs(v) < float("inf") for v in values), f"{meaning}: a number is not finite")
        for i, v in enumerate(values):
            note = meaning.format(i) + f" {v:g}"
            self.notes.append((self.offset + self.place - 4 * count + 4 * i, part[4 * i : 4 * i + 4], note))
        return list(values)

    def halves(self, count, meaning):
        values = []
        for i in range(count):
            value = struct.unpack("<e", self.data[self.place : self.place + 2].ljust(2, b"\0"))[0]
            demand(abs(value) < float("inf"), f"{meaning}: a half is not finite")
            self.take(2, meaning.format(i) + f" {value:g}")
            values.append(value)
        return values

    def codes(self, count, width, what):
        """Codes of so many bits, the first one lowest in the row read as one number; nothing above the last."""
        row = int.from_bytes(self.take((width * count + 7) // 8, f"codes of {what}"), "little")
        demand(row >> (width * count) == 0, f"padding bits of {what} are set")
        return [row >> (width * j) & (2**width - 1) for j in range(count)]

    def text(self, count, meaning):
        part = self.take(count)
        try:
            value = part.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused(f"{meaning} is not UTF-8") from error
        if part:
            self.notes.append((self.offset + self.place - count, part, f'"{value}"'))
        return value

    def finish(self, what):
        demand(self.place == len(self.data), f"after {what} come bytes that do not belong")


def bits(row, count, what):
    """The first `count` bits, lowest first; the others must be 0."""
    found = [row[j // 8] >> (j % 8) & 1 for j in range(8 * len(row))]
    demand(not any(found[count:]), f"padding bits of {what} are set")
    return found[:count]


def read_positions(reader, rows, columns):
    """The non-zero columns of each row."""
    kind = reader.number(1, "positions of kind {}")
    demand(kind in (0, 2, 4), f"positions of kind {kind}")
    positions = []
    for i in range(rows):
        if kind == 0:
            row = bits(reader.take((columns + 7) // 8, f"bitmap of row {i}"), columns, f"row {i}")
            positions.append([j for j, bit in enumerate(row) if bit])
        else:
            count = reader.number(kind, f"row {i}: {{}} columns")
            row = [reader.number(kind, "  column {}") for _ in range(count)]
            demand(all(a < b for a, b in zip([-1] + row, row + [columns])), f"columns of row {i}")
            positions.append(row)
    width = 2 if columns <= 65535 else 4
    count = sum(map(len, positions))
    shorter = 0 if rows * ((columns + 7) // 8) <= width * (rows + count) else width
    demand(kind == shorter, f"positions of kind {kind} where {shorter} is shorter")
    return positions


def read_weights(form, reader, rows, columns, scales):
    """W as one dictionary from column to weight per row."""
    if form == "f32":
        demand(scales is None, "scales of a form without")
        return [dict(enumerate(reader.floats(columns, f"W[{i}, {{}}] ="))) for i in range(rows)]
    if form == "f16":
        demand(scales is None, "scales of a form without")
        return [dict(enumerate(reader.halves(columns, f"W[{i}, {{}}] ="))) for i in range(rows)]
    if form == "sparse":
        demand(scales is None, "scales of a form without")
        positions = read_positions(reader, rows, columns)
        weights = [dict(zip(row, reader.floats(len(row), f"row {i}, value {{}}:"))) for i, row in enumerate(positions)]
        demand(all(w != 0 for row in weights for w in row.values()), "a listed weight is 0")
        return weights
    demand(scales is not None and len(scales) == rows, "one scale per row")
    if form == "sign":
        weights = []
        for i in range(rows):
            row = bits(reader.take((columns + 7) // 8, f"signs of row {i}"), columns, f"row {i}")
            weights.append({j: -scales[i] if bit else scales[i] for j, bit in enumerate(row)})
        return weights
    if form == "ternary" or form.startswith("int"):
        width = 2 if form == "ternary" else int(form[3:])
        numbers = {0: 1, 1: 0, 3: -1} if form == "ternary" else {c: 2**width - 1 - 2 * c for c in range(2**width)}
        weights = []
        for i in range(rows):
            codes = reader.codes(columns, width, f"row {i}")
            demand(all(c in numbers for c in codes), f"row {i} has a code without a number")
            weights.append({j: scales[i] * numbers[c] for j, c in enumerate(codes)})
        return weights
    positions = read_positions(reader, rows, columns)
    count = sum(map(len, positions))
    signs = iter(bits(reader.take((count + 7) // 8, f"{count} signs"), count, "the signs"))
    return [{j: -scales[i] if next(signs) else scales[i] for j in row} for i, row in enumerate(positions)]


class Model:
    def __init__(self, data):
        head = Reader(data)
        demand(head.take(7) == b"SIGNBIT", "not a model file")
        demand(head.take(1) == b"1", "another version")
        head.notes.append((0, data[:8], '"SIGNBIT1"'))
        count = head.number(4, "{} sections")
        demand(1 <= count <= len(KINDS), f"{count} sections")
        checksum = head.number(4, "CRC-32 of the table")
        table_start = head.place
        demand(zlib.crc32(head.data[16 : 16 + 12 * count]) == checksum, "the table is damaged")
        entries = []
        for _ in range(count):
            kind, form = head.number(2, "kind {}"), head.number(2, "form {}")
            length, crc = head.number(4, "length {}"), head.number(4, "CRC-32")
            demand(kind in KINDS, f"section of kind {kind}")
            demand(not entries or entries[-1][0] < kind, "sections twice or out of order")
            demand(length > 0 and (form == 0 or kind == 2), "length or form of a section")
            entries.append((kind, form, length, crc))
        # One line for each entry of the table.
        head.notes = [n for n in head.notes if n[0] < table_start] + [
            (
                table_start + 12 * i,
                data[table_start + 12 * i : table_start + 12 * i + 12],
                f"{KINDS[kind]}" + (f", form {form} ({FORMS.get(form)})" if kind == 2 else "") + f", {length} bytes, CRC-32",
            )
            for i, (kind, form, length, _) in enumerate(entries)
        ]
        parts = {}
        for kind, _, length, crc in entries:
            start = head.place
            content = head.take(length)
            demand(zlib.crc32(content) == crc, f"section {KINDS[kind]} is damaged")
            parts[KINDS[kind]] = Reader(content, start)
        head.finish("the sections")
        for needed in ("shape", "weights", "intercept"):
            demand(needed in parts, f"no section {needed}")

        shape = parts["shape"]
        self.task = shape.number(4, "task {}")
        self.rows, self.columns = shape.number(4, "{} rows"), shape.number(4, "{} columns")
        demand(self.task in (0, 1), f"task {self.task}")
        demand(1 <= self.rows <= LARGEST_DIMENSION and 1 <= self.columns <= LARGEST_DIMENSION, "the shape")
        demand(self.rows * self.columns <= LARGEST_WEIGHT_COUNT, "the shape")
        scales = parts["scales"].floats(len(parts["scales"].data) // 4, "row {}:") if "scales" in parts else None
        form = next(form for kind, form, _, _ in entries if kind == 2)
        demand(form in FORMS, f"form {form}")
        self.form = FORMS[form]
        self.weights = read_weights(self.form, parts["weights"], self.rows, self.columns, scales)
        self.intercept = parts["intercept"].floats(self.rows, "row {}:")
        demand(("labels" in parts) == (self.task == 0), "class names with classes, and only then")
        self.labels = None
        if self.task == 0:
            names = parts["labels"]
            self.labels = [names.text(names.number(2, "{} bytes:"), f"class name {i}") for i in range(self.rows)]
        self.map = Map(parts["map"]) if "map" in parts else None
        demand(not self.map or self.map.outputs == self.columns, "a map that does not fit the layer")
        self.inputs = self.map.inputs if self.map else self.columns
        self.means, self.deviations = [0.0] * self.inputs, [1.0] * self.inputs
        if "standardization" in parts:
            self.means = parts["standardization"].floats(self.inputs, "mean of input {}:")
            self.deviations = parts["standardization"].floats(self.inputs, "deviation of input {}:")
            demand(all(d > 0 for d in self.deviations), "a deviation is not positive")
        self.provenance = ""
        if "provenance" in parts:
            length = len(parts["provenance"].data)
            demand(length <= PROVENANCE_LIMIT, "the provenance is too long")
            self.provenance = parts["provenance"].text(length, "the provenance")
        for name, part in parts.items():
            part.finish(f"section {name}")
        self.chapters = [("header", head.notes[:3]), ("table", head.notes[3:])]
        self.chapters += [(name, part.notes) for name, part in parts.items()]

    def scores(self, x):
        """W φ((x − mean) / deviation) + intercept."""
        demand(len(x) == self.inputs, f"{self.inputs} inputs, not {len(x)}")
        z = [(a - m) / s for a, m, s in zip(x, self.means, self.deviations)]
        if self.map:
            z = self.map(z)
        return [b + sum(w * z[j] for j, w in row.items()) for row, b in zip(self.weights, self.intercept)]

    def dump(self):
        """Every byte of the file with its meaning: offset, bytes, words."""
        lines, place = [], 0
        for title, notes in self.chapters:
            for i, (offset, part, meaning) in enumerate(notes):
                assert offset == place, f"byte {place} is not accounted for"
                place += len(part)
                meaning = f"{title if i == 0 else '':<16} {meaning}"
                for start in range(0, len(part), 16):
                    row = part[start : start + 16].hex(" ").upper()
                    lines.append(f"{offset + start:04X}  {row:<47}  {meaning if start == 0 else ''}".rstrip())
        return lines, place


def check(page):
    chapters = page.read_text(encoding="utf-8").split("\n### ")[1:]
    for chapter in chapters:
        name = chapter.split("\n", 1)[0]
        rows = re.findall(r"^[0-9A-F]{4}  ((?:[0-9A-F]{2} ?)+)", chapter, re.M)
        data = bytes.fromhex(" ".join(rows))
        model = Model(data)
        lines, length = model.dump()
        assert length == len(data), f"{name}: {length} of {len(data)} bytes are accounted for"
        assert "\n".join(lines) in chapter, f"{name}: the notes differ"
        printed = [float(s) for s in re.search(r"^scores: (.*)$", chapter, re.M)[1].split(", ")]
        found = model.scores([(j % 7 - 3) / 4 for j in range(model.inputs)])
        assert found == printed, f"{name}: {found} in place of {printed}"
        for i in range(len(data)):
            for damaged in (data[:i], data[:i] + bytes([data[i] ^ 1 << i % 8]) + data[i + 1 :]):
                try:
                    Model(damaged)
                except Refused:
                    continue
                raise AssertionError(f"{name}: damage at byte {i} went unseen")
        print(f"{name}: {len(data)} bytes, scores {found}")
    assert chapters, "the page has no vectors"


def main(arguments):
    if not arguments:
        check(Path(__file__).resolve().parents[2] / "Documentation" / "ModelFormat.md")
    elif arguments[0] == "--markdown":
        print("\n".join(Model(Path(arguments[1]).read_bytes()).dump()[0]))
    else:
        model = Model(Path(arguments[0]).read_bytes())
        print(f"{model.form}, {model.rows} x {model.columns}, labels {model.labels}, provenance {model.provenance!r}")
        if len(arguments) > 1:
            print(model.scores([float(a) for a in arguments[1:]]))


if __name__ == "__main__":
    main(sys.argv[1:])

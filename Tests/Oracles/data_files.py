#!/usr/bin/env python3
"""Files as NumPy, scikit-learn and safetensors write them, frozen for the readers of DataFiles.

    python3 data_files.py > ../DataFilesTests/DataFileVectors.swift && swift format -i ../DataFilesTests/DataFileVectors.swift

needs numpy, scikit-learn, safetensors and ml_dtypes (for BF16). The numbers are small and exact in every type, so
that the same formula stands in the tests: element k of an array is (k mod 7) − 3 for signed types, k mod 7 for others.
"""

import base64
import datetime
import io
import platform
import sys

import ml_dtypes
import numpy as np
import safetensors
import safetensors.numpy
import sklearn
from sklearn.datasets import dump_svmlight_file


def numbers(shape, dtype):
    k = np.arange(int(np.prod(shape))) % 7
    signed = np.dtype(dtype).kind not in "ub"
    return (k - 3 if signed else k).astype(dtype).reshape(shape)


def npz(save, *arrays, **named):
    buffer = io.BytesIO()
    save(buffer, *arrays, **named)
    return buffer.getvalue()


def svmlight(zero_based):
    x = np.array([[0, 1.5, 0, -2], [3, 0, 0.25, 0], [0, 1e-3, 0, 0], [7, 0, 0, 0]])
    buffer = io.BytesIO()
    dump_svmlight_file(x, np.array([1, -1, 1, -1]), buffer, zero_based=zero_based, comment="four rows")
    return buffer.getvalue()


images = numbers((4, 2, 3), "u1")
labels = np.array([3, 1, 3, 0])
types = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1"]
tensors = {t: numbers((2, 3), t) for t in types} | {
    "bf16": numbers((2, 3), ml_dtypes.bfloat16),
    "bool": np.array([True, False]),
    "empty": np.zeros((0, 3), "f4"),
    "größe \"数\"": numbers((2,), "f4"),
}
files = {
    "stored": npz(np.savez, x_train=images, y_train=labels, x_test=images[:2], y_test=labels[:2]),
    "compressed": npz(np.savez_compressed, X=images, labels=labels, größe=numbers((3,), "f8")),
    "positional": npz(np.savez_compressed, numbers((4, 3), "f8").copy(order="F"), labels.astype(">i4")),
    "every": npz(np.savez_compressed, **{t: numbers((2, 3), "<" + t) for t in types}, words=np.array(["a", "b"])),
    "fromZero": svmlight(True),
    "fromOne": svmlight(False),
    "safetensors": safetensors.numpy.save(tensors, metadata={"made by": "an \"oracle\""}),
}
out = sys.stdout
out.write("// Made by Tests/Oracles/data_files.py; do not edit.\n")
out.write(f"// {datetime.date.today()}: Python {platform.python_version()}, NumPy {np.__version__}, ")
out.write(f"scikit-learn {sklearn.__version__}, safetensors {safetensors.__version__}, ml_dtypes {ml_dtypes.__version__}.\n\n")
out.write("/// Files of other programs, in base64.\nenum DataFileVectors {\n")
for name, content in files.items():
    out.write(f"  /// {len(content)} bytes.\n  static let {name} =\n    \"\"\"\n")
    text = base64.b64encode(content).decode()
    for start in range(0, len(text), 110):
        line = text[start : start + 110]
        out.write(f"    {line}" + ("\\\n" if start + 110 < len(text) else "\n"))
    out.write("    \"\"\"\n")
out.write("}\n")

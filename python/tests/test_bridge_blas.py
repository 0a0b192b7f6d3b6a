"""The library for Python finds the BLAS inside NumPy's wheel and shares it.

    python test_bridge_blas.py PATH/TO/libSignbitPython.so

Each case runs in a process of its own: the library looks for a BLAS once, at its first call.
"""

import json
import os
import subprocess
import sys

PROBE = """
import ctypes, json, sys
if sys.argv[2] == "numpy":
    import numpy
bridge = ctypes.CDLL(sys.argv[1])
for symbol in ("signbit_version", "signbit_blas_provider"):
    getattr(bridge, symbol).restype = ctypes.c_char_p
answer = json.loads(bridge.signbit_blas_provider())
answer["version"] = bridge.signbit_version().decode()
print(json.dumps(answer))
"""


def probe(library, host, **environment):
    """What the bridge says in a fresh process that did or did not import NumPy."""
    environment = {key: value for key, value in os.environ.items() if key != "SIGNBIT_BLAS"} | environment
    done = subprocess.run(
        [sys.executable, "-c", PROBE, library, host], env=environment, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def main():
    library = os.path.abspath(sys.argv[1])

    beside = probe(library, "numpy")
    print("beside NumPy:", json.dumps(beside, sort_keys=True))
    assert beside["foundInProcess"], "NumPy's BLAS is in the process but was not taken"
    assert "numpy" in beside["file"], beside["file"]
    # PyPI's wheels carry OpenBLAS with the symbols scipy_…64_ and 64-bit integers.
    assert beside["integerBits"] == (64 if "64_" in os.path.basename(beside["file"]) else 32)

    alone = probe(library, "nothing")
    print("by itself:", json.dumps(alone, sort_keys=True))
    assert not alone["foundInProcess"]

    plain = probe(library, "numpy", SIGNBIT_BLAS="plain")
    assert plain["name"] == "plain", plain

    print("3 passed, 0 failed")


if __name__ == "__main__":
    main()

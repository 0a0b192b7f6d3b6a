#!/usr/bin/env bash
# Creates Benchmarks/.venv with the rivals of `signbit bench`, at the pinned versions; about 800 MB and 2 minutes.
set -euo pipefail
cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
.venv/bin/python rivals.py --list

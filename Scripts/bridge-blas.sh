#!/usr/bin/env bash
# Loads the library for Python beside NumPy and checks that it uses NumPy's own BLAS.
#
# Skipped, with a line that says so, where there is no Python 3 with venv, or no NumPy to be had.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. Scripts/setup.sh
. Scripts/bridge-build.sh
prepare_build
[ -e "$BRIDGE" ] || build_bridge
python=.build/bridge-python/bin/python
if ! python3 -c 'import venv, ensurepip' 2>/dev/null && command -v apt-get >/dev/null; then
  refresh_package_lists
  install_packages python3-venv || true
fi
if [ ! -x $python ] || ! $python -c 'import numpy' 2>/dev/null; then
  if ! python3 -m venv .build/bridge-python 2>/dev/null >&2 || ! $python -m pip install -q numpy >&2; then
    echo "skipped: no Python 3 with venv and NumPy"
    exit 0
  fi
fi
$python python/tests/test_bridge_blas.py "$BRIDGE"

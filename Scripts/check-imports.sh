#!/usr/bin/env bash
# No module below the front doors imports Foundation: it multiplies the size of the library for Python by four.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
found=$(grep -rnE '^[[:space:]]*(@[A-Za-z_]+ )*((public|package|internal|fileprivate|private) )?import (struct |class |func |enum )?Foundation' \
  Sources --include='*.swift' | grep -vE '^Sources/(SignbitCommand|SignbitServer|PythonBridge|Ledger)/' | grep -v 'import FoundationEssentials' || true)
if [ -n "$found" ]; then
  echo "Foundation is imported below the front doors:" >&2
  echo "$found" >&2
  exit 1
fi
echo "no Foundation below the front doors"

#!/usr/bin/env bash
# Builds the library for Python and fails when its stripped size passes 15 MB.
#
# This is why no module below the front doors imports Foundation: with all of it the same library
# has 58 MB.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. Scripts/setup.sh
. Scripts/bridge-build.sh
prepare_build
build_bridge
limit=$((15 * 1024 * 1024))
size=$(stat -c %s "$BRIDGE" 2>/dev/null || stat -f %z "$BRIDGE")
echo "library for Python: $size bytes stripped; at most $limit"
if command -v readelf >/dev/null; then
  # Self-contained means: nothing of Swift's is looked for at run time.
  needed=$(readelf -d "$BRIDGE" | sed -n 's/.*NEEDED.*\[\(.*\)\].*/\1/p' | tr '\n' ' ')
  echo "it needs: $needed"
  case $needed in
    *libswift* | *Foundation* | *libdispatch*)
      echo "the library is not self-contained" >&2
      exit 1
      ;;
  esac
fi
[ "$size" -le $limit ]

#!/usr/bin/env bash
# The papers around the code stay true: every file that CONTRIBUTING names exists, every module has its
# line in the folder tree, and the version is the same everywhere.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
faults=0
fault() {
  echo "$1" >&2
  faults=1
}

for path in $(grep -oE '`(Sources|Tests|Scripts|Documentation|Benchmarks|python)/[A-Za-z0-9_./+-]+`' CONTRIBUTING.md README.md 2>/dev/null | sed 's/.*`\(.*\)`/\1/' | sort -u); do
  [ -e "$path" ] || fault "CONTRIBUTING.md or README.md names $path, which does not exist"
done
for module in Sources/*/; do
  module=$(basename "$module")
  grep -qE "^  $module/ " CONTRIBUTING.md || fault "the folder tree of CONTRIBUTING.md lacks Sources/$module"
done
for module in $(sed -n '/^Sources\//,/^Tests\//s/^  \([A-Za-z]*\)\/ .*/\1/p' CONTRIBUTING.md); do
  [ -d "Sources/$module" ] || fault "the folder tree of CONTRIBUTING.md has Sources/$module, which does not exist"
done
version=$(sed -n 's/.*static let current = "\(.*\)".*/\1/p' Sources/Messages/SignbitVersion.swift)
grep -q "^version: $version\$" CITATION.cff || fault "CITATION.cff does not say version $version"
grep -qE "^## \[($version|Unreleased)\]" CHANGELOG.md || fault "CHANGELOG.md has no heading for $version"
# The Swift of the README is the Swift that a test compiles and runs.
tested=$(sed -n '/README begins/,/README ends/p' Tests/SignbitTests/ReadmeTests.swift | sed '1d;$d;s/^    //')
shown=$(sed -n '/^```swift$/,/^```$/p' README.md | sed '1d;$d' | grep -v '^import Signbit$' || true)
[ "$tested" = "$shown" ] || fault "the Swift in README.md is not that of Tests/SignbitTests/ReadmeTests.swift"
[ $faults = 0 ] && echo "the papers agree with the code"
exit $faults

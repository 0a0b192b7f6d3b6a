#!/usr/bin/env bash
# Takes a picture out of a report: `Scripts/picture.sh signbit-out/report.html 1 > picture.svg` is the first one.
set -euo pipefail
report=${1:?usage: Scripts/picture.sh REPORT NUMBER}
number=${2:-1}
awk -v wanted="$number" '
  /<figure>/ { count++; inside = (count == wanted) }
  inside { text = text $0 "\n" }
  /<\/figure>/ { inside = 0 }
  END {
    sub(/^.*<figure>/, "", text)
    sub(/(<figcaption>.*)?<\/figure>.*$/, "", text)
    if (text == "") { print "there is no picture " wanted > "/dev/stderr"; exit 1 }
    print text
  }' "$report"

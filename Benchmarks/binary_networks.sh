#!/usr/bin/env bash
# What binary networks reach on the 10,000 MNIST test images: the table of Documentation/BinaryNetworks.md.
#
#     Benchmarks/binary_networks.sh FOLDER [SEEDS]      FOLDER holds the two t10k files of MNIST
#
# One line for each network, split and seed: test error in %, bytes of the file, µs a sample, seconds of the whole job
# and of both processors together.
set -euo pipefail
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
program=${SIGNBIT:-$here/signbit}
folder=$1
seeds=${2:-1 2 3}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
measure() {
  local network=$1 format=$2 split=$3 seed=$4 TIMEFORMAT='%R %U'
  { time "$program" compress "$folder/t10k-images-idx3-ubyte.gz" --target "$folder/t10k-labels-idx1-ubyte.gz" --split "$split" \
    --test 0.5 --families binary-network --shifts 1 --width "$network" --formats "$format" --seed "$seed" --quiet \
    --json --out "$out" >"$out/answer.json"; } 2>"$out/seconds"
  python3 - "$out/answer.json" "$network" "$format" "$split" "$seed" $(cat "$out/seconds") <<'END'
import json, sys
answer, network, form, split, seed, seconds, both = sys.argv[1:]
row = json.load(open(answer))["candidates"][0]
print(f"{network:8} {form:5} {split:8} seed {seed}: validation {100 * row['validationError']:.2f} %, test "
      f"{100 * row['testError']:.2f} %, {row['bytes']} bytes, {row['latencyMicroseconds']:.1f} µs, "
      f"{row['iterations']} epochs, {seconds} s ({both} s)", flush=True)
END
}
for split in ordered shuffled; do
  for seed in $seeds; do
    measure 256 int8 "$split" "$seed"
    measure 512 sign "$split" "$seed"
    measure 400x400 int8 "$split" "$seed"
  done
done

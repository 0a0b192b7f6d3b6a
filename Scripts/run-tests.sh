# Runs `swift test` and insists that tests ran. To be sourced by bash, from the root of the package.

# Ends the script unless all tests passed and there was at least one: a filter that matches nothing
# passes silently, and so would a test target that was forgotten.
run_tests() {
  local log count
  mkdir -p .build
  log=$(mktemp .build/test-log.XXXXXX)
  # XCTest has no tests here; its empty run would only confuse.
  if ! swift test --disable-xctest "$@" 2>&1 | tee "$log"; then
    rm -f "$log"
    return 1
  fi
  count=$(sed -n 's/.*Test run with \([0-9][0-9]*\) tests\{0,1\} .*passed.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
  rm -f "$log"
  if [ "$count" -eq 0 ]; then
    echo "no test ran" >&2
    return 1
  fi
}

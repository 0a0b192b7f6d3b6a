# The kernel sets that this machine can run, one name per line, slowest first.
# To be sourced by bash, from the root of the package.
#
# The names come from the list that the kernels themselves are built from. What a set asks of the
# processor is read from the system here, and not from the program under test, which could leave
# a set out unseen.

runs_kernel_set() {
  local flags=''
  [ ! -r /proc/cpuinfo ] || flags=" $(grep -m1 -E '^(flags|Features)' /proc/cpuinfo) "
  case $1 in
    reference) true ;;
    avx2) [[ $flags == *' avx2 '* && $flags == *' f16c '* ]] ;;
    avx512vpopcntdq) [[ $flags == *' avx512f '* && $flags == *' avx512_vpopcntdq '* ]] ;;
    neon) [[ $(uname -m) == aarch64 || $(uname -m) == arm64 ]] ;;
    *)
      echo "Scripts/kernel-sets.sh does not know what the kernel set '$1' needs; add a line" >&2
      exit 1
      ;;
  esac
}

supported_kernel_sets() {
  local list=Sources/CKernels/sets/sets.h name
  [ -e $list ] || return 0
  for name in $(sed -n 's/^CK_SET(\([a-z0-9]*\)).*/\1/p' $list); do
    if runs_kernel_set "$name"; then echo "$name"; fi
  done
}

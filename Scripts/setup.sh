# What building needs, found or installed. To be sourced by bash, from the root of the package.
#
# Everything is said on stderr, so that the programs behind the wrappers own stdin and stdout.

say() { printf '%s\n' "$*" >&2; }

# The oldest toolchain that compiles the package.
readonly SWIFT_MAJOR=6 SWIFT_MINOR=3

# What the Swift toolchain needs on a bare Debian 12 to build and link: a probe, then the packages
# that bring it; of these the first that the system knows is taken (other releases have other names).
# SQLite with its header is for the ledger, without it for SwiftPM.
# Found by trial: a root made by debootstrap, one missing piece after the other.
readonly REQUIREMENTS='
library:libncurses.so.6 libncurses6
library:libcurl.so.4 libcurl4 libcurl4t64
file:/usr/include/sqlite3.h:/usr/local/include/sqlite3.h libsqlite3-dev
library:libxml2.so.2 libxml2
file:/usr/lib*/crt1.o:/usr/lib/*/crt1.o libc6-dev
file:/usr/lib/gcc*/*/*/libstdc++.so libstdc++-12-dev g++
command:ld.gold binutils binutils-gold
command:git git
file:/etc/ssl/certs/ca-certificates.crt ca-certificates
'

# Any of these makes dense algebra fast; none of them is needed to build.
readonly BLAS_LIBRARIES='libopenblas.so.0 libmkl_rt.so libmkl_rt.so.2 libblis.so.4 libblis.so'
readonly BLAS_PACKAGE=libopenblas0-pthread

has_library() {
  local ldconfig
  ldconfig=$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig) || return 1
  # grep reads to the end: a closed pipe would make ldconfig fail under pipefail.
  "$ldconfig" -p 2>/dev/null | grep -F "$1 " >/dev/null
}

has_file() {
  local pattern
  local -a patterns
  IFS=: read -ra patterns <<<"$1"
  for pattern in "${patterns[@]}"; do
    compgen -G "$pattern" >/dev/null && return 0
  done
  return 1
}

is_met() {
  case $1 in
    library:*) has_library "${1#library:}" ;;
    file:*) has_file "${1#file:}" ;;
    command:*) command -v "${1#command:}" >/dev/null ;;
  esac
}

# The first of some packages that this system can install; the first of all if it knows none.
known_package() {
  local name
  for name in "$@"; do
    if apt-cache show "$name" >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
  echo "$1"
}

# Installs packages through apt-get; 1 if that cannot be done.
install_packages() {
  [ "$(id -u)" = 0 ] || return 1
  say "installing $*"
  # The lists were refreshed just before, when anything was missing.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

refresh_package_lists() {
  [ "$(id -u)" != 0 ] || DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 || true
}

# Installs what is missing, or names it and ends. Systems without apt-get are taken to be complete:
# there the compiler's own messages must do.
require_packages() {
  command -v apt-get >/dev/null || return 0
  local probe rest missing=() packages=()
  while read -r probe rest; do
    [ -z "$probe" ] || is_met "$probe" || missing+=("$rest")
  done <<<"$REQUIREMENTS"
  local wants_blas=yes library
  for library in $BLAS_LIBRARIES; do
    if has_library "$library"; then wants_blas=no; fi
  done
  [ ${#missing[@]} -gt 0 ] || [ $wants_blas = yes ] || return 0
  refresh_package_lists
  if [ ${#missing[@]} -gt 0 ]; then
    for rest in "${missing[@]}"; do
      # Unquoted on purpose: the names are separate words.
      packages+=("$(known_package $rest)")
    done
    if ! install_packages "${packages[@]}"; then
      say "signbit: building needs packages that are not installed; run"
      say "  sudo apt-get install --no-install-recommends ${packages[*]}"
      exit 1
    fi
  fi
  if [ $wants_blas = yes ] && ! install_packages $BLAS_PACKAGE; then
    say "signbit: no BLAS was found, so the slow plain algebra will be used; to change that: sudo apt-get install $BLAS_PACKAGE"
  fi
}

# Puts swift on PATH, or says what to install and ends.
require_swift() {
  local folder
  for folder in /opt/swift/usr/bin "$HOME/.local/share/swiftly/bin"; do
    command -v swift >/dev/null && break
    if [ -x "$folder/swift" ]; then PATH=$folder:$PATH; fi
  done
  if ! command -v swift >/dev/null; then
    say "signbit: the Swift toolchain was not found; install version $SWIFT_MAJOR.$SWIFT_MINOR or newer from https://www.swift.org/install/linux/ and put its usr/bin on PATH"
    exit 1
  fi
}

require_swift_version() {
  local version
  version=$(swift --version 2>/dev/null) || {
    say "signbit: $(command -v swift) does not run; 'swift --version' shows why"
    exit 1
  }
  if [[ $version =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]]; then
    local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
    if ((major > SWIFT_MAJOR || (major == SWIFT_MAJOR && minor >= SWIFT_MINOR))); then return; fi
    say "signbit: $(command -v swift) is Swift $major.$minor; version $SWIFT_MAJOR.$SWIFT_MINOR or newer is needed: https://www.swift.org/install/linux/"
    exit 1
  fi
}

# Everything a build needs. Swift last: without its libraries it does not even tell its version.
prepare_build() {
  require_swift
  require_packages
  require_swift_version
}

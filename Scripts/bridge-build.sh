# Builds the library for Python, self-contained. To be sourced by bash, from the root of the package.

readonly BRIDGE_SCRATCH=.build/bridge
readonly BRIDGE=$BRIDGE_SCRATCH/libSignbitPython.so

# Leaves the stripped library at $BRIDGE. A scratch folder of its own: the static standard library
# is a different setting for every module, and sharing one would rebuild the program each time.
build_bridge() {
  # For a dynamic library it is this compiler flag that links the standard library statically;
  # SwiftPM's --static-swift-stdlib is silently ignored there.
  swift build -c release --product SignbitPython --scratch-path $BRIDGE_SCRATCH -Xswiftc -static-stdlib >&2
  # Beside and then renamed: a running Python may hold the old file.
  strip -o $BRIDGE.new $BRIDGE_SCRATCH/release/libSignbitPython.so
  mv -f $BRIDGE.new $BRIDGE
}

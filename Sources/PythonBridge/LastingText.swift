/// A text at an address that stays good for the life of the process: what C functions can return
/// without asking the caller to free it.
struct LastingText: @unchecked Sendable {
  // Never written after init and never freed, so threads may share it.
  let pointer: UnsafePointer<CChar>

  init(_ text: String) {
    let bytes = text.utf8CString
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (i, byte) in bytes.enumerated() { (memory + i).initialize(to: byte) }
    pointer = UnsafePointer(memory)
  }
}

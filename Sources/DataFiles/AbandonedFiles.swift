#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Temporary files whose writer was killed before it could rename or remove them.
///
/// A writer holds a lock on its file, which the system drops with the process, and writes its process
/// number into the name. Both must say that it is gone: another machine has other processes, and a network
/// file system may know no locks.
enum AbandonedFiles {
  /// How names of temporary files begin; the number of the process and a random word follow.
  static let prefix = ".signbit-"

  /// Removes them from a folder. Best effort: what cannot be read or removed stays.
  static func remove(from folder: String) {
    guard let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      let path = folder + "/" + name
      if let writer = writer(name), kill(writer, 0) != 0, System.lastError == ESRCH, isUnlocked(path) { unlink(path) }
    }
  }

  /// Takes the lock that tells others that the file is being written.
  static func lock(_ descriptor: CInt) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  private static func isUnlocked(_ path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return lock(descriptor)
  }

  /// The process in a name such as ".signbit-812-3w5e11264sg"; nil for any other name.
  private static func writer(_ name: String) -> pid_t? {
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let process = pid_t(parts[0]), process > 0 else { return nil }
    return process
  }
}

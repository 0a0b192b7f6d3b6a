import Messages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes files so that a reader sees the old content or the new, never half of it.
///
/// The bytes go to a file without a name in the same folder, reach the disk, get a temporary name
/// and replace the target by a rename. Killed while writing, the program leaves nothing behind.
/// Where the file system knows no nameless files, a temporary name serves from the start, and only
/// a kill at the wrong moment can leave it, until the next write into that folder (`AbandonedFiles`).
public enum AtomicFile {
  /// Replaces the file at `path` by `bytes`, or creates it; "-" writes to standard output.
  ///
  /// A link is followed: what it points at is replaced. An existing file keeps its permissions.
  ///
  /// - Throws: a `Refusal` of kind `failure` with the path and the reason of the system; the
  ///   previous content is then untouched and no temporary file remains.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try write([(path, bytes)])
  }

  /// Replaces files that belong together: all bytes reach the disk before the first file is replaced, so
  /// that a full disk leaves the previous ones together. The renames follow one another at once, in order;
  /// only a kill between two of them can part the files, each of which is whole all the same.
  public static func write(_ files: [(path: String, bytes: [UInt8])]) throws {
    var staged: [Staged] = []
    defer { for file in staged { file.discard() } }
    for file in files {
      if let next = try stage(file.bytes, file.path) { staged.append(next) }
    }
    // Names first, so that nothing slow stands between one replacement and the next.
    for i in staged.indices { try staged[i].giveName() }
    for i in staged.indices { try staged[i].replaceTarget() }
    for folder in Set(staged.map { parent(of: $0.target) }) { AbandonedFiles.remove(from: folder) }
  }

  /// Replaces the file at `path` by text in UTF-8.
  public static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Whether there is a folder of that name.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Removes a folder with nothing in it; one with something in it stays.
  public static func removeEmptyFolder(_ path: String) { rmdir(path) }

  /// Makes a folder and those above it; one that is there already is fine.
  public static func createFolder(_ path: String) throws {
    guard !path.isEmpty else { throw Refusal.usage("the path of a folder is empty; name a folder") }
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw Refusal.failure("\(path): is a file where a folder is needed; choose another name")
      }
      return
    }
    let above = parent(of: path)
    if above != path { try createFolder(above) }
    guard mkdir(path, 0o777) == 0 || System.lastError == EEXIST else { throw failure(path) }
  }

  // MARK: Steps

  /// Bytes that are on the disk and not yet in their place.
  private struct Staged {
    let path: String
    let target: String
    let temporary: String
    let descriptor: CInt
    var isNamed: Bool
    var isOpen = true

    mutating func giveName() throws {
      if !isNamed {
        guard AtomicFile.giveName(temporary, to: descriptor) else { throw failure(path) }
        isNamed = true
      }
      isOpen = false
      // A full network disk may report it only here.
      guard close(descriptor) == 0 else { throw failure(path) }
    }

    mutating func replaceTarget() throws {
      guard rename(temporary, target) == 0 else { throw failure(path) }
      isNamed = false
    }

    func discard() {
      if isOpen { close(descriptor) }
      if isNamed { unlink(temporary) }
    }
  }

  /// Nil where the bytes went straight to what cannot be replaced: standard output, a pipe.
  private static func stage(_ bytes: [UInt8], _ path: String) throws -> Staged? {
    if path == "-" {
      try writeAll(bytes, to: 1, path: "standard output")
      return nil
    }
    guard !path.isEmpty else { throw Refusal.usage("the path of a file is empty; name a file") }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw Refusal.failure("\(path): is a folder; name a file")
    }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      // A pipe or /dev/stdout cannot be replaced, only written to.
      try writeThrough(bytes, to: path)
      return nil
    }
    // A rename onto a link would replace the link.
    let target = resolved(path)
    let mode = exists ? status.st_mode & 0o777 : 0o666 & ~currentMask
    let folder = parent(of: target)
    let temporary = folder + "/" + temporaryName()
    let descriptor = try openTemporary(in: folder, named: temporary, for: path)
    let staged = Staged(
      path: path, target: target, temporary: temporary, descriptor: descriptor.number, isNamed: descriptor.isNamed)
    _ = AbandonedFiles.lock(staged.descriptor)
    do {
      try writeAll(bytes, to: staged.descriptor, path: path)
      guard fchmod(staged.descriptor, mode) == 0, fsync(staged.descriptor) == 0 else { throw failure(path) }
    } catch {
      staged.discard()
      throw error
    }
    return staged
  }

  private static func openTemporary(
    in folder: String, named name: String, for path: String
  ) throws -> (number: CInt, isNamed: Bool) {
    #if os(Linux)
      // O_TMPFILE is a C macro of several flags, which Swift does not import: __O_TMPFILE | O_DIRECTORY.
      let nameless: CInt = 0o20000000 | O_DIRECTORY
      let hidden = open(folder, nameless | O_WRONLY | O_CLOEXEC, 0o600)
      if hidden >= 0 {
        // Its name is given through /proc; without that, begin with a name.
        if access("/proc/self/fd/\(hidden)", F_OK) == 0 { return (hidden, false) }
        close(hidden)
      }
    #endif
    let named = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard named >= 0 else {
      let code = System.lastError
      guard code != ENOENT else {
        throw Refusal.failure("\(path): cannot be written: there is no folder \(folder)")
      }
      throw failure(path, code)
    }
    return (named, true)
  }

  private static func giveName(_ name: String, to descriptor: CInt) -> Bool {
    #if os(Linux)
      linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
    #else
      false
    #endif
  }

  private static func writeThrough(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path: path)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: CInt, path: String) throws {
    try bytes.withUnsafeBytes { buffer in
      var position = 0
      while position < buffer.count {
        let count = System.retrying {
          #if canImport(Glibc)
            Glibc.write(descriptor, buffer.baseAddress! + position, buffer.count - position)
          #elseif canImport(Musl)
            Musl.write(descriptor, buffer.baseAddress! + position, buffer.count - position)
          #else
            Darwin.write(descriptor, buffer.baseAddress! + position, buffer.count - position)
          #endif
        }
        guard count >= 0 else { throw failure(path) }
        position += count
      }
    }
  }

  private static func failure(_ path: String, _ code: CInt = System.lastError) -> Refusal {
    .failure("\(path): cannot be written: \(System.text(of: code))")
  }

  /// The permissions that new files do not get. Reading the mask means setting it for a moment.
  private static let currentMask: mode_t = {
    let mask = umask(0o077)
    umask(mask)
    return mask
  }()

  private static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// A name that no other process and no other thread of ours chooses.
  private static func temporaryName() -> String {
    var generator = SystemRandomNumberGenerator()
    return "\(AbandonedFiles.prefix)\(getpid())-" + String(generator.next() as UInt64, radix: 36)
  }
}

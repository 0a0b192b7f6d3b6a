import CGzip
import DataFiles
import Messages
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// One after the other: a limit on file size in one test would reach into the sparse file of another.
@Suite(.serialized) struct FileTests {
  @Test func writtenFilesComeBackAndNothingElseRemains() throws {
    try withFolder { folder in
      let path = folder + "/a file, größer 数.bin"
      for content in [bytes("first"), [], [UInt8](repeating: 7, count: 1_000_000)] {
        try AtomicFile.write(content, to: path)
        #expect(try FileBytes(path: path).bytes == content)
      }
      #expect(names(in: folder).count == 1)
    }
  }

  @Test func aLinkIsFollowedAndPermissionsStay() throws {
    try withFolder { folder in
      try AtomicFile.write("old", to: folder + "/target")
      chmod(folder + "/target", 0o640)
      symlink("target", folder + "/link")
      try AtomicFile.write("new", to: folder + "/link")
      var status = stat()
      #expect(lstat(folder + "/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      #expect(stat(folder + "/target", &status) == 0 && status.st_mode & 0o777 == 0o640)
      #expect(try FileBytes(path: folder + "/target").bytes == bytes("new"))
    }
  }

  @Test func failedWritesLeaveTheOldFile() throws {
    try withFolder { folder in
      let missing = folder + "/no/such/file"
      #expect(isClear(refusal { try AtomicFile.write("x", to: missing) }, naming: missing, kind: .failure))
      #expect(isClear(refusal { try AtomicFile.write("x", to: folder) }, naming: folder, kind: .failure))

      // A limit on file size stands in for a full disk: writing fails in the middle. The limit is
      // that of the process, so the tests that run beside this one stay far below it.
      let path = folder + "/kept"
      try AtomicFile.write("kept", to: path)
      let large = [UInt8](repeating: 1, count: 80 << 20)
      let failed = withFileSizeLimit(64 << 20) { refusal { try AtomicFile.write(large, to: path) } }
      #expect(isClear(failed, naming: path, kind: .failure))
      #expect(try FileBytes(path: path).bytes == bytes("kept"))
      #expect(names(in: folder) == ["kept"])
    }
  }

  @Test(.enabled(if: access("/dev/full", W_OK) == 0, "this machine has no /dev/full"))
  func aFullDiskIsSaidInWords() {
    #expect(
      refusal { try AtomicFile.write("x", to: "/dev/full") }?.message.hasSuffix("No space left on device") == true)
  }

  @Test func foldersAreMadeWithThoseAbove() throws {
    try withFolder { folder in
      try AtomicFile.createFolder(folder + "/out")
      try AtomicFile.createFolder(folder + "/out")
      try AtomicFile.createFolder(folder + "/out/deep/")
      #expect(names(in: folder + "/out") == ["deep"])
      try AtomicFile.write("x", to: folder + "/file")
      let blocked = folder + "/file/below"
      #expect(isClear(refusal { try AtomicFile.createFolder(folder + "/file") }, naming: folder, kind: .failure))
      #expect(refusal { try AtomicFile.createFolder(blocked) } != nil)
    }
  }

  @Test func whatCannotBeReadIsRefused() throws {
    try withFolder { folder in
      for path in [folder, folder + "/nothing here", "/dev/zero", folder + "/x/y"] {
        #expect(isClear(refusal { try FileBytes(path: path) }, naming: path))
      }
      #expect(refusal { try FileBytes(path: "") }?.kind == .input)
      let path = folder + "/large"
      try AtomicFile.write([UInt8](repeating: 0, count: 1000), to: path)
      #expect(isClear(refusal { try FileBytes(path: path, limit: 999) }, naming: path))
      #expect(try FileBytes(path: path, limit: 1000).bytes.count == 1000)
      // A sparse file of a terabyte costs nothing to refuse.
      truncate(path, 1 << 40)
      #expect(isClear(refusal { try FileBytes(path: path, limit: 1 << 39) }, naming: path))
    }
  }
}

@Suite(.enabled(if: gzip_is_available(), "zlib was not found on this machine: gzip is not tested"))
struct GzipTests {
  @Test func membersAreJoinedAndZerosIgnored() throws {
    let packed = gzip(bytes("one,")) + gzip([]) + gzip(bytes("two")) + [0, 0, 0]
    #expect(try FileBytes(name: "x", content: packed).bytes == bytes("one,two"))
  }

  @Test func everyTruncationIsRefused() {
    let packed = gzip(bytes("1,2\n3,4\n"))
    for length in 2..<packed.count {
      #expect(isClear(refusal { try FileBytes(name: "x.gz", content: Array(packed[..<length])) }, naming: "x.gz"))
    }
  }

  @Test func damageIsNoticed() {
    let packed = gzip(bytes("1,2\n3,4\n"))
    // Bytes 4 to 9 are time, flags and system, which mean nothing here.
    for place in packed.indices where place > 1 && !(4...9 ~= place) {
      var damaged = packed
      damaged[place] ^= 0x55
      #expect(refusal { try FileBytes(name: "x.gz", content: damaged) }?.kind == .input, "byte \(place)")
    }
    #expect(isClear(refusal { try FileBytes(name: "x.gz", content: packed + [9]) }, naming: "x.gz"))
  }

  @Test func inflatingStopsAtTheLimit() throws {
    let packed = gzip([UInt8](repeating: 65, count: 5000))
    #expect(try FileBytes(name: "x", content: packed, limit: 5000).bytes.count == 5000)
    #expect(isClear(refusal { try FileBytes(name: "x", content: packed, limit: 4999) }, naming: "x"))
  }
}

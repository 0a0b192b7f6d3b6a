import DataFiles
import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct ArrayTests {
  func readNpy(_ content: [UInt8]) throws -> NumberArray {
    try NpyReader.read(FileBytes(name: "a.npy", content: content))
  }
  func readIdx(_ content: [UInt8]) throws -> NumberArray {
    try IdxReader.read(FileBytes(name: "a.idx", content: content))
  }

  /// 1 and −2 (or 1 and 254, true and false) in every type.
  @Test(
    arguments: [
      ("<f2", [0x00, 0x3C, 0x00, 0xC0], [1, -2]), (">f2", [0x3C, 0x00, 0xC0, 0x00], [1, -2]),
      ("<f4", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], [1, -2]), (">f4", [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0], [1, -2]),
      ("<f8", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], [1, -2]),
      (">f8", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1, -2]),
      ("|i1", [1, 254], [1, -2]), ("|u1", [1, 254], [1, 254]), ("|b1", [1, 0], [1, 0]),
      ("<i2", [1, 0, 254, 255], [1, -2]), (">i2", [0, 1, 255, 254], [1, -2]), ("<u2", [1, 0, 254, 255], [1, 65534]),
      ("<i4", [1, 0, 0, 0, 254, 255, 255, 255], [1, -2]),
      (">u4", [0, 0, 0, 1, 255, 255, 255, 254], [1, 4_294_967_294]),
      ("<i8", [1, 0, 0, 0, 0, 0, 0, 0, 254, 255, 255, 255, 255, 255, 255, 255], [1, -2]),
      (">u8", [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0], [1, 0x1p40]),
    ] as [(String, [UInt8], [Double])])
  func everyTypeAndOrder(_ descr: String, _ data: [UInt8], _ expected: [Double]) throws {
    for version: UInt8 in 1...3 {
      let array = try readNpy(npy(descr, "(2,)", data, version: version))
      #expect(array.shape == [2])
      #expect(array.elements == expected)
    }
  }

  @Test func smallAndSpecialHalves() throws {
    let data: [UInt8] = [1, 0, 0xFF, 0x03, 0x00, 0x7C, 0x00, 0xFC, 0x01, 0x7E, 0xFF, 0x7B]
    let values = try readNpy(npy("<f2", "(6,)", data)).elements
    #expect(values[0] == 0x1p-24 && values[1] == 1023 * 0x1p-24)
    #expect(values[2] == .infinity && values[3] == -.infinity && values[4].isNaN && values[5] == 65504)
  }

  @Test func fortranOrderIsTurned() throws {
    // a[i][j] = 10 i + j
    #expect(try readNpy(npy("|u1", "(2, 3)", [0, 10, 1, 11, 2, 12], fortran: true)).elements == [0, 1, 2, 10, 11, 12])
    // a[i][j][k] = 4 i + 2 j + k
    let cube = try readNpy(npy("|u1", "(2, 2, 2)", [0, 4, 2, 6, 1, 5, 3, 7], fortran: true))
    #expect(cube.elements == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(try readNpy(npy("|u1", "(2,)", [5, 6], fortran: true)).elements == [5, 6])
  }

  @Test func imagesAreFlattened() throws {
    let gray = try readNpy(npy("|u1", "(2, 3, 1)", [1, 2, 3, 4, 5, 6]))
    #expect(gray.matrix.rowCount == 2 && gray.matrix.columnCount == 3)
    #expect(gray.imageShape == .init(height: 3, width: 1))
    let color = try readNpy(npy("|u1", "(1, 1, 2, 3)", [1, 2, 3, 4, 5, 6]))
    #expect(color.matrix.columnCount == 6 && color.imageShape == .init(height: 1, width: 2))
    #expect(try readNpy(npy("|u1", "(2, 3)", [1, 2, 3, 4, 5, 6])).imageShape == nil)
  }

  @Test func idxTypes() throws {
    #expect(try readIdx([0, 0, 8, 1] + bigEndian(3) + [0, 7, 255]).elements == [0, 7, 255])
    #expect(try readIdx([0, 0, 9, 1] + bigEndian(1) + [255]).elements == [-1])
    #expect(try readIdx([0, 0, 11, 1] + bigEndian(1) + [1, 2]).elements == [258])
    #expect(try readIdx([0, 0, 12, 1] + bigEndian(1) + bigEndian(-5)).elements == [-5])
    #expect(try readIdx([0, 0, 13, 1] + bigEndian(1) + [0x3F, 0x80, 0, 0]).elements == [1])
    #expect(try readIdx([0, 0, 14, 1] + bigEndian(1) + [0xC0, 0, 0, 0, 0, 0, 0, 0]).elements == [-2])
    let images = try readIdx([0, 0, 8, 3] + bigEndian(2) + bigEndian(1) + bigEndian(2) + [1, 2, 3, 4])
    #expect(images.imageShape == .init(height: 1, width: 2) && Array(images.matrix.row(1)) == [3, 4])
  }

  @Test func everyTruncationIsRefused() {
    for whole in [
      npy("<f4", "(2, 2)", [UInt8](repeating: 1, count: 16)), npy(">i2", "(3,)", [1, 2, 3, 4, 5, 6], version: 3),
    ] {
      for length in 0..<whole.count {
        let part = Array(whole[..<length])
        #expect(isClear(refusal { try readNpy(part) }, naming: "a.npy"), "length \(length)")
      }
      #expect(isClear(refusal { try readNpy(whole + [0]) }, naming: "a.npy"))
    }
    let whole = [0, 0, 8, 3] + bigEndian(2) + bigEndian(1) + bigEndian(2) + [1, 2, 3, 4] as [UInt8]
    for length in 0..<whole.count {
      #expect(isClear(refusal { try readIdx(Array(whole[..<length])) }, naming: "a.idx"), "length \(length)")
    }
    #expect(isClear(refusal { try readIdx(whole + [0]) }, naming: "a.idx"))
  }

  @Test func noDamagedHeaderIsATrap() {
    let whole = npy("<f4", "(2, 2)", [UInt8](repeating: 1, count: 16))
    for place in 0..<(whole.count - 16) {
      for change: UInt8 in [1, 2, 8, 16, 64, 128, 255] {
        var damaged = whole
        damaged[place] ^= change
        let refused = refusal { try readNpy(damaged) }
        #expect(refused == nil || isClear(refused, naming: "a.npy"), "byte \(place)")
      }
    }
    let small = [0, 0, 8, 3] + bigEndian(2) + bigEndian(1) + bigEndian(2) + [1, 2, 3, 4] as [UInt8]
    for place in 0..<16 {
      for change: UInt8 in 1...255 {
        var damaged = small
        damaged[place] ^= change
        let refused = refusal { try readIdx(damaged) }
        #expect(refused == nil || isClear(refused, naming: "a.idx"), "byte \(place)")
      }
    }
  }

  @Test(
    arguments: [
      npy("<f8", "(400000000,)", [1, 2, 3]), npy("<f8", "(9223372036854775807, 9223372036854775807)", [1]),
      npy("<f8", "(99999999999999999999,)", [1]), npy("|u1", "(3000000000, 0)", []), npy("|u1", "(0,)", []),
      npy("|u1", "()", [1]), npy("|u1", "(-1,)", [1]), npy("|u1", "(1, 1, 1, 1, 1)", [1]), npy("|O", "(1,)", [1]),
      npy("<c8", "(1,)", [0, 0, 0, 0, 0, 0, 0, 0]), npy("<U4", "(1,)", [1]), npy("", "(1,)", [1]),
      npy("|u1", "(1,", [1]), npy("|u1", "1", [1]), npy("|u1", "(1,), 'shape': (1,)", [1]),
      npy("|u1", "(1,), 'extra': (1,)", [1]), npy("|u1", "(1,)}x", [1]), [0x93] + bytes("NUMPY") + [9, 0, 0, 0],
      [0x93] + bytes("NUMPY") + [2, 0, 255, 255, 255, 255], bytes("NUMPY"),
      bytes("\u{93}NUMPY"), [0x93] + bytes("NUMPY") + [1, 0, 2, 0] + bytes("{}"),
      [0x93] + bytes("NUMPY") + [1, 0, 28, 0] + bytes("{'descr': [('a', '<f4')], 1:"),
    ] as [[UInt8]])
  func hostileHeaders(_ content: [UInt8]) {
    let refused = refusal { try readNpy(content) }
    #expect(isClear(refused, naming: "a.npy"), "\(String(describing: refused))")
  }

  @Test func declaredGigabytesCostNothing() {
    let declared: [UInt8] = [0, 0, 14, 3] + bigEndian(1 << 30) + bigEndian(3) + bigEndian(1) + [1]
    #expect(refusal { try readIdx(declared) }?.message.contains("but only 1 bytes follow") == true)
    let absurd: [UInt8] = [0, 0, 14, 4] + [UInt8](repeating: 255, count: 16) + [1]
    #expect(isClear(refusal { try readIdx(absurd) }, naming: "a.idx"))
  }
}

import LinearAlgebra
import Testing
import Workbench

@Suite struct ContentDigestTests {
  /// Computed from the formula in Python: digests lie in ledgers, and must not change.
  @Test func frozen() {
    #expect(ContentDigest(of: []).text == "0000000000000000")
    #expect(ContentDigest(of: Array(1...9)).text == "6e317251a572accd")
    let matrix = Matrix(rows: 2, columns: 3, elements: [1, -2.5, 0, 3, 1e300, -0.0])
    #expect(ContentDigest(of: matrix).text == "240aaebaad5c2185")
  }

  @Test func everyBitCounts() {
    let bytes = (0..<40).map { UInt8($0) }
    let changed = (0..<320).map { bit in
      var copy = bytes
      copy[bit / 8] ^= 1 << (bit % 8)
      return ContentDigest(of: copy).text
    }
    let shortened = (0..<40).map { ContentDigest(of: Array(bytes.prefix($0))).text }
    #expect(Set(changed + shortened + [ContentDigest(of: bytes).text]).count == 361)
    let elements = (0..<12).map(Double.init)
    let shapes = [(1, 12), (2, 6), (3, 4), (4, 3), (12, 1)].map {
      ContentDigest(of: Matrix(rows: $0, columns: $1, elements: elements)).text
    }
    #expect(Set(shapes).count == 5)
  }
}

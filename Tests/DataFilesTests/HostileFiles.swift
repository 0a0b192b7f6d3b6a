import Testing

/// One small sound file of every format; each of them meets every law of `HostileTests`.
struct HostileFile: Sendable, CustomTestStringConvertible {
  let name: String
  let content: [UInt8]
  /// Whether a file that ends anywhere earlier is never taken for a whole one.
  let isSelfDelimiting: Bool

  var testDescription: String { name }

  static let all: [HostileFile] = [
    HostileFile(name: "a b ä.npy", content: npy("<f4", "(3, 2)", floats), isSelfDelimiting: true),
    HostileFile(name: "stored.npz", content: vector(DataFileVectors.stored), isSelfDelimiting: true),
    HostileFile(name: "deflated.npz", content: vector(DataFileVectors.compressed), isSelfDelimiting: true),
    HostileFile(
      name: "t.safetensors",
      content: safetensors(
        #"{"X":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"y":{"dtype":"I8","shape":[3],"data_offsets":[24,27]}}"#,
        floats + [0, 1, 0]), isSelfDelimiting: true),
    HostileFile(
      name: "數.idx", content: [0, 0, 8, 2] + bigEndian(3) + bigEndian(2) + [1, 2, 3, 4, 5, 6],
      isSelfDelimiting: true),
    HostileFile(name: "t.csv.gz", content: gzip(bytes("a,b,y\n1,2,0\n3,4,1\n")), isSelfDelimiting: true),
    HostileFile(
      name: "t.csv", content: bytes("a,\"b \"\"x\"\"\",y\r\n1,\"2\",ä\r\n-3.5e1,4,\"c\nd\"\r\n"),
      isSelfDelimiting: false),
    HostileFile(name: "t.tsv", content: bytes("a\tb\ty\n1\t2\tçà\n3\t4\tno\n"), isSelfDelimiting: false),
    HostileFile(name: "t.svm", content: bytes("# two rows\n1 1:0.5 3:-2e1\n-1 2:1 # end\n"), isSelfDelimiting: false),
  ]

  private static func vector(_ base64: String) -> [UInt8] { DataFileVectorTests.content(base64) }

  /// 1 to 6 as Float32.
  private static let floats: [UInt8] = (1...6).flatMap { k in
    (0..<4).map { UInt8(truncatingIfNeeded: Float(k).bitPattern >> UInt32(8 * $0)) }
  }
}

/// A safetensors file by hand.
func safetensors(_ header: String, _ data: [UInt8]) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + bytes(header) + data
}

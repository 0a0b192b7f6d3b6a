import Messages
import PackedInference

/// How a model was made, in the few bytes that its file grants: compact JSON.
///
/// Numbers are short: they are there to be read; the report has them in full.
struct Provenance {
  let penalty: String
  let lambda: Double
  let sampleCount: Int
  let seed: UInt64
  let validationError: Double
  let testError: Double
  let source: String
  /// What the data call their features, of which the file gets a checksum.
  let featureNames: [String]?
  /// The map of random features: "conv 4032".
  var map: String?

  /// At most 200 bytes: the name of the data gives way first. Random features do without it: there a bit per weight makes
  /// a file that a few dozen bytes are a part of.
  var text: String {
    // The test error has a fixed width: were a file longer for an error with more digits, the choice of the
    // smallest file would see the test rows.
    let test = Self.number(testError)
    let padding = String(repeating: " ", count: max(0, 9 - test.utf8.count))
    let numbers =
      "{\"signbit\":\"\(SignbitVersion.current)\",\"penalty\":\"\(penalty)\",\"lambda\":\(Self.number(lambda)),"
      + "\"n\":\(sampleCount),\"seed\":\(seed),\"validation\":\(Self.number(validationError)),"
      + "\"test\":\(padding)\(test)" + (map.map { ",\"map\":\"\($0.prefix(24))\"" } ?? "")
      + (featureNames.map { ",\"columns\":\"\(ColumnChecksum.text($0))\"" } ?? "")
    // Room for the key, the quotes and the brace.
    let room = Model.provenanceLimit - numbers.utf8.count - 11
    let plain = source.unicodeScalars.filter { $0.value >= 32 && $0 != "\"" && $0 != "\\" }
    var name = String(String.UnicodeScalarView(plain))
    while name.utf8.count > max(0, room) { name.removeFirst() }
    return numbers + (name.isEmpty || room <= 0 || map != nil ? "" : ",\"data\":\"\(name)\"") + "}"
  }

  private static func number(_ x: Double) -> String { x.isFinite ? NumberText.short(x) : "null" }
}

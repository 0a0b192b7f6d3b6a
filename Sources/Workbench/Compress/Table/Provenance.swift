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

  /// At most 200 bytes: the name of the data gives way first. Random features say the least, their seed being in the
  /// map: their files are small, and bytes are better spent on width.
  var text: String {
    // Numbers that training brings have a fixed width: a quote knows the bytes of a file before them, and the choice of
    // the smallest file must not see the test rows.
    let test = Self.padded(testError)
    let columns = featureNames.map { ",\"columns\":\"\(ColumnChecksum.text($0))\"" } ?? ""
    if let map {
      return "{\"signbit\":\"\(SignbitVersion.current)\",\"map\":\"\(map.prefix(24))\",\"penalty\":\"\(penalty)\","
        + "\"n\":\(sampleCount),\"test\":\(test)\(columns)}"
    }
    let numbers =
      "{\"signbit\":\"\(SignbitVersion.current)\",\"penalty\":\"\(penalty)\",\"lambda\":\(Self.padded(lambda)),"
      + "\"n\":\(sampleCount),\"seed\":\(seed),\"validation\":\(Self.padded(validationError)),"
      + "\"test\":\(test)\(columns)"
    // Room for the key, the quotes and the brace.
    let room = Model.provenanceLimit - numbers.utf8.count - 11
    let plain = source.unicodeScalars.filter { $0.value >= 32 && $0 != "\"" && $0 != "\\" }
    var name = String(String.UnicodeScalarView(plain))
    while name.utf8.count > max(0, room) { name.removeFirst() }
    return numbers + (name.isEmpty || room <= 0 ? "" : ",\"data\":\"\(name)\"") + "}"
  }

  /// Eight characters: what `NumberText.short` needs at most for a number that is not negative.
  private static func padded(_ x: Double) -> String {
    let text = x.isFinite ? NumberText.short(x) : "null"
    return String(repeating: " ", count: max(0, 8 - text.utf8.count)) + text
  }
}

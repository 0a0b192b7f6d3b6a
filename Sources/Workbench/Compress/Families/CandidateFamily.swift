/// One kind of model that the main job fits, stores and measures.
///
/// A new one is a folder beside this one and a line in `CandidateFamilies`.
protocol CandidateFamily: Sendable {
  /// The name on the command line and in JSON: "linear".
  static var name: String { get }
  /// Whether a job that names no families has this one.
  static func isMeant(by request: CompressRequest) -> Bool

  /// - Throws: a `Refusal` of kind `usage` for settings that no data could satisfy.
  init(_ request: CompressRequest, observer: @escaping ProgressObserver) throws

  /// Refuses settings that do not go with the data, before any family fits anything.
  func check(_ data: PreparedData) throws

  /// Fits, stores and measures; the choice among the rows comes later.
  func candidates(_ preparation: Preparation) throws -> FamilyCandidates
}

extension CandidateFamily {
  func check(_ data: PreparedData) throws {}
}

/// What a family contributes to the table and the report.
struct FamilyCandidates: Sendable {
  var entries: [CandidateEntry] = []
  /// Paths in λ, of the linear family.
  var studies: [PathStudy] = []
  /// How mirror descent came to the last layers, of random features.
  var descents: [DescentTrace] = []
  /// What was left out and why, in sentences.
  var omissions: [String] = []
}

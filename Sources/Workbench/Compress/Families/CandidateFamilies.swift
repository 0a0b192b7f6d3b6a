import Messages

/// The catalog of families, in the order of the table.
public enum CandidateFamilies {
  static let all: [any CandidateFamily.Type] = [
    LinearFamily.self, RandomFeaturesFamily.self, BinaryNetworkFamily.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  /// Those of a request, ready to run.
  ///
  /// - Throws: a `Refusal` of kind `usage` for unknown names and impossible settings.
  static func wanted(
    _ request: CompressRequest, observer: @escaping ProgressObserver
  ) throws -> [any CandidateFamily] {
    let kinds = try kinds(request)
    let (hasFeatures, hasNetworks) = (
      kinds.contains { $0 == RandomFeaturesFamily.self }, kinds.contains { $0 == BinaryNetworkFamily.self }
    )
    let shared = RandomFeatureRequest.sharedFlags
    if !hasFeatures, let flag = request.randomFeatures.flags.first(where: { !hasNetworks || !shared.contains($0) }) {
      throw Refusal.usage(
        "\(flag) concerns random features, which this job does not have; add random-features to --families")
    }
    if !hasNetworks, let flag = request.binaryNetworks.words.first {
      throw Refusal.usage(
        "\(flag) concerns binary networks, which this job does not have; add binary-network to --families")
    }
    return try kinds.map { try $0.init(request, observer: observer) }
  }

  private static func kinds(_ request: CompressRequest) throws -> [any CandidateFamily.Type] {
    guard let names = request.families else {
      return all.filter { $0.isMeant(by: request) }
    }
    guard !names.isEmpty else { throw Refusal.usage("at least one family is needed") }
    for name in names where !all.contains(where: { $0.name == name }) {
      throw Refusal.usage(
        "there is no family \"\(name)\"; \(Suggestion.question(for: name, among: all.map { $0.name }))")
    }
    return all.filter { names.contains($0.name) }
  }
}

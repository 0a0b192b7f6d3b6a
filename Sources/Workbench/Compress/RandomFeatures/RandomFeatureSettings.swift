import Activations
import FeatureMaps
import Messages

/// The flags of random features, understood and checked as far as that goes without data.
struct RandomFeatureSettings: Sendable {
  let maps: [MapKind]?
  let shape: ShapeSettings
  let activation: (any Activation)?
  let weights: DenseMap.Weights
  let filter: Int?
  let pooling: ConvolutionMap.Pooling
  let rotates: Bool
  let storesBits: Bool
  let fit: LastLayerMethod

  /// The first step of a map; those behind it are dense.
  enum MapKind: String, Sendable, CaseIterable {
    case dense, hadamard, conv, patch
    var readsImages: Bool { self == .conv || self == .patch }
  }

  /// How a last layer is found.
  enum LastLayerMethod: String, Sendable, CaseIterable {
    case direct
    case mirrorDescent = "mirror-descent"
  }

  /// - Throws: a `Refusal` of kind `usage` for names and numbers that cannot be, alone or together.
  init(_ request: RandomFeatureRequest) throws {
    maps = try request.maps?.map { try Self.named($0, "map") }
    guard maps?.isEmpty != true else { throw Refusal.usage("--map needs at least one of dense, hadamard, conv, patch") }
    activation = try request.activation.map { name in
      guard let found = Activations.named(name) else {
        throw Self.unknown(name, "activation", Activations.all.map(\.name))
      }
      return found
    }
    weights = try request.weights.map { try Self.named($0, "law of weights") } ?? .oneBit
    pooling = try request.pool.map { try Self.named($0, "pooling") } ?? .mean
    if let store = request.store, store != "seed", store != "bits" {
      throw Self.unknown(store, "way to store a map", ["seed", "bits"])
    }
    storesBits = request.store == "bits"
    fit = try request.fit.map { try Self.named($0, "way to fit a last layer") } ?? .direct
    rotates = request.rotates
    filter = request.filter
    shape = try ShapeSettings(request)
    try checkTogether(request)
  }

  private func checkTogether(_ request: RandomFeatureRequest) throws {
    let named = maps ?? []
    if let filter, !(1...MapLimits.largestCount).contains(filter) {
      throw Refusal.usage("--filter takes the side of filters, at least 1; found \(filter)")
    }
    if filter != nil, maps != nil, !named.contains(where: \.readsImages) {
      throw Refusal.usage("--filter concerns the maps conv and patch; add one of them to --map")
    }
    if request.pool != nil, maps != nil, !named.contains(.conv) {
      throw Refusal.usage("--pool concerns the map conv; add it to --map")
    }
    if pooling == .count, let activation, !(activation is Sign) {
      throw Refusal.usage("--pool count counts signs; with --activation \(activation.name) choose mean")
    }
    if weights == .gaussian, let other = named.first(where: { $0 != .dense }) {
      throw Refusal.usage("the weights of the map \(other.rawValue) are one-bit; --weights gaussian is for dense")
    }
    if rotates, let other = named.first(where: \.readsImages) {
      throw Refusal.usage(
        "--rotate mixes all pixels, so that the map \(other.rawValue) finds no images; leave one of them out")
    }
  }

  private static func named<Value: RawRepresentable & CaseIterable>(_ name: String, _ what: String) throws -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: name) else { throw unknown(name, what, Value.allCases.map(\.rawValue)) }
    return value
  }

  private static func unknown(_ name: String, _ what: String, _ known: [String]) -> Refusal {
    .usage("there is no \(what) \"\(name)\"; \(Suggestion.question(for: name, among: known))")
  }
}

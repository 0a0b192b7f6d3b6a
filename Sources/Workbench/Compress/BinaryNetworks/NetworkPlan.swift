import Activations
import Compression
import FeatureMaps
import Messages
import QuantizedTraining

/// One network to be tried: its layers, its last layer's form, and how it is trained.
struct NetworkPlan: Sendable {
  let widths: [Int]
  /// The last layer: integers or signs.
  let form: any QuantizedForm
  let surrogate: any SurrogateGradient
  let optimizer: NetworkOptimizer
  let epochs: Int

  /// Where nobody says.
  static let usualWidths = [[256]]
  static let usualForms: [any QuantizedForm] = [IntegerForm(bits: 8), SignForm()]
  static let usualEpochs = 100

  /// Every width in every form.
  ///
  /// - Throws: a `Refusal` of kind `usage` for names and numbers that cannot be.
  static func all(_ request: CompressRequest, widths: [[Int]]?) throws -> [NetworkPlan] {
    let wanted = request.binaryNetworks
    let name = wanted.surrogate ?? HardTanhDerivative().name
    guard let surrogate = SurrogateGradients.named(name) else {
      throw Refusal.usage(
        "there is no surrogate \"\(name)\"; \(Suggestion.question(for: name, among: SurrogateGradients.names))")
    }
    let optimizers = NetworkOptimizer.allCases.map(\.rawValue)
    let kind = wanted.optimizer ?? NetworkOptimizer.adam.rawValue
    guard let optimizer = NetworkOptimizer(rawValue: kind) else {
      throw Refusal.usage("there is no optimizer \"\(kind)\"; \(Suggestion.question(for: kind, among: optimizers))")
    }
    let forms = try request.formats?.map { try Catalogs.compression($0) }.compactMap { form -> (any QuantizedForm)? in
      form is IntegerForm || form is SignForm ? form as? any QuantizedForm : nil
    }
    guard forms?.isEmpty != true else {
      throw Refusal.usage(
        "the last layer of a binary network is stored in integers or signs; add int8, int4 or sign to --formats")
    }
    let plans = (widths ?? usualWidths).flatMap { widths in
      (forms ?? usualForms).map {
        NetworkPlan(
          widths: widths, form: $0, surrogate: surrogate, optimizer: optimizer, epochs: wanted.epochs ?? usualEpochs)
      }
    }
    for plan in plans { _ = try plan.setting(shifts: nil) }
    return plans
  }

  /// What people call it: "binary 400x400".
  var text: String { "binary \(widths.map(String.init).joined(separator: "x"))" }

  func setting(shifts: Shifts?) throws -> BinaryNetworkSetting {
    try BinaryNetworkSetting(
      widths: widths, lastLayerBits: form.bitWidth, surrogate: surrogate, optimizer: optimizer, epochs: epochs,
      shifts: shifts)
  }
}

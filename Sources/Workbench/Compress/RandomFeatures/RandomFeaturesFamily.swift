import Compression
import DataModels
import FeatureMaps
import LinearAlgebra
import Messages
import PackedInference
import RandomFeatures

/// Random features with a ridge last layer: every map at every width, every form.
struct RandomFeaturesFamily: CandidateFamily {
  static let name = "random-features"

  /// Not where a job asks for what only linear models have.
  static func isMeant(by request: CompressRequest) -> Bool {
    if !request.randomFeatures.flags.isEmpty { return true }
    let forms = request.formats?.compactMap { StorageForms.named($0) }
    return request.penalties.contains("l2") && request.lambdas == nil && request.prune == nil && request.intercept
      && forms?.allSatisfy { $0 is SparseForm } != true
  }

  private let request: CompressRequest
  private let observer: ProgressObserver
  private let settings: RandomFeatureSettings
  private let choices: [StoredLayers.Choice]
  /// For how many rows widths are planned where nobody names them; nil plans for those that are fitted.
  var plannedRows: Int?

  init(_ request: CompressRequest, observer: @escaping ProgressObserver) throws {
    self.request = request
    self.observer = observer
    settings = try RandomFeatureSettings(request.randomFeatures)
    choices = StoredLayers.choices(
      try request.formats?.map { try Catalogs.compression($0) }, try request.roundings.map { try Catalogs.rounding($0) }
    )
    guard request.intercept else {
      throw Refusal.usage("random features have an intercept; --intercept no is for --families linear")
    }
    guard !choices.isEmpty else {
      throw Refusal.usage("random features are stored in f32, f16, integers, ternary or signs; add one to --formats")
    }
  }

  func check(_ data: PreparedData) throws { _ = try attempts(data.training) }

  /// What a quote of these rows and their training take.
  func cost(_ data: PreparedData) throws -> FeatureCost {
    let (maps, shifts) = try attempts(data.training)
    return FeatureCost(
      samples: data.training.sampleCount, columns: data.training.targets.columnCount,
      forms: choices.count { $0.form is any QuantizedForm }, folds: data.folds.count,
      widths: maps.map(\.map.outputCount), copies: shifts?.moves.count ?? 1)
  }

  /// What is tried, checked as a whole before anything is fitted.
  private func attempts(_ data: LabeledData) throws -> (maps: [(plan: MapPlan, map: any FeatureMap)], shifts: Shifts?) {
    let image = try settings.shape.image(of: data)
    let shifts = try settings.shape.shifts(of: data)
    let copies = shifts?.moves.count ?? 1
    let plans = MapPlans(
      settings: settings, rows: (plannedRows ?? data.sampleCount) * copies, inputs: data.featureCount,
      outputs: data.targets.columnCount, image: image
    ).plans
    let maps = try plans.map { plan in
      (plan: plan, map: try plan.map(inputs: data.featureCount, image: image, settings, seed: request.seed))
    }
    if settings.fit == .mirrorDescent {
      for (_, map) in maps {
        try LastLayerDescent.checkSize(rows: data.sampleCount * copies, width: map.outputCount)
      }
    }
    return (maps, shifts)
  }

  func candidates(_ preparation: Preparation) throws -> FamilyCandidates {
    let (maps, shifts) = try attempts(preparation.data.training)
    var found = FamilyCandidates()
    for (plan, map) in maps {
      do {
        let study = try MapStudy(
          plan, map, choices, shifts: shifts, fit: settings.fit, preparation, observer: observer, seed: request.seed)
        let rows = FeatureRows(study, preparation, request: request)
        found.entries += try rows.entries()
        if let descent = study.descent { found.descents.append(try rows.trace(descent)) }
      } catch let refusal as Refusal where request.families == nil && request.randomFeatures.flags.isEmpty {
        // Nobody asked for them: the rest of the job goes on.
        found.omissions.append("Random features (\(plan.text)) were left out: \(refusal.message).")
      }
    }
    return found
  }
}

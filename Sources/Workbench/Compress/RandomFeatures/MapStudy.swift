import DataModels
import FeatureMaps
import LinearAlgebra
import PackedInference
import RandomFeatures

/// One map: its last layer on all training rows, in every form, with validation and test errors.
///
/// λ comes from leave-one-out over the training rows. The rows of the folds then judge each form, fitted and rounded
/// again without them at that λ; where a fit is costly, those of the first folds alone. With mirror descent it finds what is
/// stored; leave-one-out and folds are always by the direct solver, which finds the same weights.
struct MapStudy {
  /// As many folds are fitted as this number of additions allows, n w min(n, w) for each, and at least one.
  static let foldWork = 8e9
  /// λ in units of the mean diagonal of ΦᵀΦ, to choose from.
  static let relativeLambdas = [1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 10]

  let plan: MapPlan
  let map: any FeatureMap
  let fit: LastLayer
  /// How `fit` was found, where it was by mirror descent.
  let descent: DescentStudy?
  let rows: [Row]

  /// The layer in one form.
  struct Row {
    let choice: StoredLayers.Choice
    let stored: StoredLayers.Layer
    let foldError: MeasuredError
  }

  /// The strength that was chosen.
  var point: LastLayer.Point { fit.path.first { $0.lambda == fit.lambda }! }

  init(
    _ plan: MapPlan, _ map: any FeatureMap, _ choices: [StoredLayers.Choice], shifts: Shifts?,
    fit method: RandomFeatureSettings.LastLayerMethod, _ preparation: Preparation, observer: @escaping ProgressObserver,
    seed: UInt64
  ) throws {
    self.plan = plan
    self.map = map
    let data = preparation.data
    let (n, w) = (Double(data.training.sampleCount), Double(map.outputCount))
    let folds = data.folds.prefix(max(1, Int(Self.foldWork / (n * w * min(n, w)))))
    let progress = StudyProgress(plan.text, parts: folds.count, observer)

    let direct = try LastLayerFit(relativeLambdas: Self.relativeLambdas, shifts: shifts, leaveOutRows: 3000)(
      map, on: data.training, observe: progress.observe)
    descent =
      method == .mirrorDescent
      ? try DescentStudy(direct, plan, map, on: data.training, shifts: shifts, seed: seed, observer: observer) : nil
    let fit = descent?.taken.layer ?? direct
    self.fit = fit
    let stored = StoredLayers.layers(fit, choices)
    progress.finishPart()
    // The strength is the same in units of the diagonal, which grows with the number of rows.
    let chosen = fit.path.first { $0.lambda == fit.lambda }!.relativeLambda
    // Cheap fits do not fill the processors, and a costly one is alone.
    let errors = try parallelMap(folds.count) { f in
      let part = try LastLayerFit(relativeLambdas: [chosen], shifts: shifts, leaveOutRows: 1)(
        map, on: folds[f].fit, observe: folds.count == 1 ? progress.observe : { _, _ in })
      let found = Self.errors(map, StoredLayers.layers(part, choices), folds[f].validation)
      progress.finishPart()
      return found
    }
    rows = choices.indices.compactMap { c in
      let held = errors.compactMap { $0[c] }
      guard let layer = stored[c], held.count == folds.count else { return nil }
      return Row(choice: choices[c], stored: layer, foldError: MeasuredError(pooling: held))
    }
  }

  /// The error of each layer on samples, whose features are computed once.
  private static func errors(
    _ map: any FeatureMap, _ layers: [StoredLayers.Layer?], _ data: LabeledData
  ) -> [MeasuredError?] {
    let outputs = data.targets.columnCount
    var scores = layers.map { $0.map { _ in Matrix(rows: data.sampleCount, columns: outputs) } }
    let weights = layers.map { $0.map { FloatMatrix($0.layer.matrix) } }
    for low in stride(from: 0, to: data.sampleCount, by: 1024) {
      let range = low..<min(low + 1024, data.sampleCount)
      let features = map.features(of: FloatMatrix(rows: range, of: data.features))
      for c in layers.indices {
        guard let layer = layers[c], let weights = weights[c] else { continue }
        let part = features.timesTransposed(weights)
        for i in 0..<part.rowCount {
          for k in 0..<outputs { scores[c]![low + i, k] = Double(part[i, k] + layer.intercept[k]) }
        }
      }
    }
    return scores.map { $0.map { MeasuredError(scores: $0, targets: data.targets) } }
  }
}

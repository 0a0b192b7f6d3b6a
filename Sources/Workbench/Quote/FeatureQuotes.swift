import Asymptotics
import DataModels
import FeatureMaps
import LinearAlgebra
import Messages
import PackedInference
import Quotes

/// Quotes for random features: a pilot of the whole family on half of the rows, carried to all by its learning curve.
///
/// The pilot is fitted, rounded and packed as training does it, and measured on rows that it has not seen; the curve is that
/// of float ridge on the same features (`LearningCurve`), whose leave-one-out and spectrum need no second fit. Bytes and µs
/// are those of the pilot's files, which are as large as the final ones.
struct FeatureQuotes {
  /// More rows make the pilot and the curve cost as much as training.
  static let mostPilotRows = 2000
  static let mostHeldRows = 4000

  private let request: QuoteRequest
  private let data: PreparedData
  private let observer: ProgressObserver

  init(_ request: QuoteRequest, _ data: PreparedData, observer: @escaping ProgressObserver) {
    self.request = request
    self.data = data
    self.observer = observer
  }

  /// One row for each map, width and form, and what it is made of.
  func rows(using stream: RandomStream) throws -> [(candidate: Candidate, quote: QuoteRow)] {
    let training = data.training
    let order = training.targets.stratifiedOrder(using: stream.branch("feature pilot"))
    let m = min(training.sampleCount / 2, Self.mostPilotRows)
    let pilotRows = try training.rows(Array(order.prefix(m))).checkedForTraining()
    let held = training.rows(Array(order.dropFirst(m).prefix(Self.mostHeldRows)))
    let pilot = PreparedData(
      // λ comes from leave-one-out and the error from `held`: no fold is needed.
      training: pilotRows, test: held, folds: [], usesLeaveOneOut: true,
      standardization: nil, summary: data.summary)
    let family = try RandomFeaturesFamily(request.job, observer: observer)
    try family.check(pilot)
    let entries = try family.candidates(Preparation(pilot, intercept: true)).entries.filter { !$0.row.oracle }
    let pool = training.rows(Array(order.prefix(2 * Self.mostPilotRows)))
    var curves: [String: CarriedPilot.Curve] = [:]
    return try entries.map { entry in
      let key = "\(entry.row.map ?? "") \(entry.row.layers ?? [])"
      if curves[key] == nil { curves[key] = try curve(entry, pool, pilotCount: m, using: stream) }
      return try row(entry, curves[key], pilotCount: m, heldCount: held.sampleCount)
    }
  }

  /// The test errors of `rows`, found out: the family fitted to all rows as training does it.
  func measured(_ rows: [Candidate]) throws -> [Double?] {
    let all = PreparedData(
      training: data.training, test: data.test, folds: [], usesLeaveOneOut: true,
      standardization: data.standardization, summary: data.summary)
    let entries = try RandomFeaturesFamily(request.job, observer: observer)
      .candidates(Preparation(all, intercept: true)).entries
    return rows.map { row in
      entries.first { $0.row.map == row.map && $0.row.layers == row.layers && $0.row.format == row.format }?
        .testError.known
    }
  }

  /// Errors at the pilot's and at all rows, at the same strength per row; nil where the pool cannot tell.
  private func curve(
    _ entry: CandidateEntry, _ pool: LabeledData, pilotCount m: Int, using stream: RandomStream
  ) throws -> CarriedPilot.Curve? {
    guard let map = entry.model.map else { return nil }
    let features = Self.withIntercept(map.features(of: FloatMatrix(pool.features)).widened)
    let curve = try LearningCurve(features: features, targets: pool.targets)
    let n = data.training.sampleCount
    func point(_ count: Int) throws -> LearningCurvePoint {
      try curve.point(
        samples: count, lambda: entry.row.lambda * Double(count) / Double(m), using: stream.branch("feature curve"))
    }
    let (small, large) = (try point(m), try point(n))
    let flags = large.flags + small.flags.filter { !large.flags.contains($0) }
    if let a = small.accuracy, let b = large.accuracy { return .init(atPilot: 1 - a, atAll: 1 - b, flags: flags) }
    guard case .classes = data.training.targets else {
      guard let a = small.testMSE, let b = large.testMSE else { return nil }
      return .init(atPilot: a, atAll: b, flags: flags)
    }
    // Of labels no accuracy is predicted beyond the pool: from there on errors fall as squares do.
    let whole = try point(curve.poolSize)
    guard let a = small.accuracy, let b = whole.accuracy, let near = whole.testMSE, let far = large.testMSE, near > 0
    else { return nil }
    let temp = "MSE \(small.testMSE!) \(near) \(far) \(a) \(b)"
    return .init(atPilot: 1 - a, atAll: min(1, (1 - b) * far / near), flags: flags + [temp])
  }

  /// Centered features and a constant one as long as they are together: a learning curve has no intercept, the fit has, and
  /// ridge hardly shrinks one that long.
  private static func withIntercept(_ features: Matrix) -> Matrix {
    let (n, width) = (features.rowCount, features.columnCount)
    var means = [Double](repeating: 0, count: width)
    for i in 0..<n { for (j, value) in features.row(i).enumerated() { means[j] += value / Double(n) } }
    var result = Matrix(rows: n, columns: width + 1)
    var square = 0.0
    for i in 0..<n {
      for (j, value) in features.row(i).enumerated() {
        result[i, j] = value - means[j]
        square += (value - means[j]) * (value - means[j])
      }
    }
    let length = (square / Double(n)).squareRoot()
    for i in 0..<n { result[i, width] = length }
    return result
  }

  private func row(_ entry: CandidateEntry, _ curve: CarriedPilot.Curve?, pilotCount: Int, heldCount: Int) throws
    -> (candidate: Candidate, quote: QuoteRow)
  {
    var isClassification = false
    if case .classes = data.training.targets { isClassification = true }
    let carried = CarriedPilot(
      error: entry.testError.value, standardError: entry.testError.standardError, isClassification: isClassification,
      constantError: data.training.targets.constantError, curve: curve,
      testCount: data.test.sampleCount > 0 ? data.test.sampleCount : nil,
      heldCount: heldCount)
    var row = entry.row
    row.validationError = nil
    row.testError = nil
    row.testErrorStandardError = nil
    row.rSquared = nil
    row.receiptError = nil
    row.receiptBand = nil
    row.predictedError = carried.error
    row.predictedBand = [carried.band.lowerBound, carried.band.upperBound]
    row.verdict = carried.verdict.color.rawValue
    row.reasons = carried.verdict.reasons
    row.status = "not-fitted"
    row.bytes = try bytes(entry, pilotCount: pilotCount)
    row.chanceWithinBudget = request.job.chance(row)
    var quote = QuoteRow(row, samples: data.training.sampleCount)
    quote.pilots = entry.testError.value
    quote.curveAtPilot = curve?.atPilot
    quote.curveAtAll = curve?.atAll
    return (row, quote)
  }

  /// The whole file as training will write it: with the standardization that the rows of the pilot had behind them.
  private func bytes(_ entry: CandidateEntry, pilotCount: Int) throws -> Int {
    let model = entry.model
    return ModelFile.encode(
      try Model(
        map: model.map, layer: model.layer, intercept: model.intercept, answer: data.answer,
        standardization: data.modelStandardization,
        // The number of rows has more digits then.
        provenance: model.provenance.replacing("\"n\":\(pilotCount),", with: "\"n\":\(data.training.sampleCount),"))
    ).count
  }
}

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
/// of float ridge on the same features (`LearningCurve`), which at all rows is leave-one-out. Bytes and µs
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
    // What a form costs is told by the weights as they are, also where nobody asked for those.
    var job = request.job
    job.formats = job.formats.map { $0.contains(DenseLayer.format) ? $0 : [DenseLayer.format] + $0 }
    var family = try RandomFeaturesFamily(job, observer: observer)
    // The widths that training will try.
    family.plannedRows = training.sampleCount
    try family.check(pilot)
    let entries = try family.candidates(Preparation(pilot, intercept: true)).entries.filter { !$0.row.oracle }
    let pool = training.rows(Array(order.prefix(2 * Self.mostPilotRows)))
    let asked = request.job.formats.map(Set.init)
    var curves: [String: CarriedPilot.Curve] = [:]
    return try entries.compactMap { entry in
      if let asked, !asked.contains(entry.row.format) { return nil }
      let key = "\(entry.row.map ?? "") \(entry.row.layers ?? [])"
      if curves[key] == nil { curves[key] = try curve(entry, pool, pilotCount: m, using: stream) }
      let float = entries.first { $0.row.isOnMap(of: entry.row) && $0.row.format == DenseLayer.format }
      return try row(entry, float ?? entry, curves[key], pilotCount: m)
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
      entries.first { $0.row.isOnMap(of: row) && $0.row.format == row.format }?.testError.known
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
    if let a = small.accuracy, let b = large.accuracy {
      return .init(atPilot: 1 - a, atAll: 1 - b, poolCount: curve.poolSize, flags: flags)
    }
    guard case .classes = data.training.targets else {
      guard let a = small.testMSE, let b = large.testMSE else { return nil }
      return .init(atPilot: a, atAll: b, poolCount: curve.poolSize, flags: flags)
    }
    // Of labels no accuracy is predicted beyond the pool: from there on errors fall as squares do.
    let whole = try point(curve.poolSize)
    guard let a = small.accuracy, let b = whole.accuracy, let near = whole.testMSE, let far = large.testMSE, near > 0
    else { return nil }
    return .init(atPilot: 1 - a, atAll: min(1, (1 - b) * far / near), poolCount: curve.poolSize, flags: flags)
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

  private func row(
    _ entry: CandidateEntry, _ float: CandidateEntry, _ curve: CarriedPilot.Curve?, pilotCount: Int
  ) throws -> (candidate: Candidate, quote: QuoteRow) {
    var isClassification = false
    if case .classes = data.training.targets { isClassification = true }
    let found = CarriedPilot(
      .init(
        error: entry.testError.value, standardError: entry.testError.standardError,
        floatError: float.testError.value, heldCount: entry.testError.sampleCount),
      isClassification: isClassification, constantError: data.training.targets.constantError, curve: curve,
      testCount: data.test.sampleCount > 0 ? data.test.sampleCount : nil)
    var row = entry.row
    row.validationError = nil
    row.testError = nil
    row.testErrorStandardError = nil
    row.rSquared = nil
    row.receiptError = nil
    row.receiptBand = nil
    row.predictedError = found.error
    row.predictedBand = [found.band.lowerBound, found.band.upperBound]
    row.verdict = found.verdict.color.rawValue
    row.reasons = found.verdict.reasons
    row.status = "not-fitted"
    row.bytes = try bytes(entry, pilotCount: pilotCount)
    row.chanceWithinBudget = request.job.chance(row)
    var quote = QuoteRow(row, samples: data.training.sampleCount)
    (quote.pilots, quote.leftOut, quote.pilotError) = (found.carried, found.leftOut, entry.testError.value)
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

extension Candidate {
  /// Whether both are last layers of one map.
  fileprivate func isOnMap(of other: Candidate) -> Bool { map == other.map && layers == other.layers }
}

import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// The main job: fit, compress, measure, choose.
public struct Compress: Sendable {
  private let request: CompressRequest
  private let observer: ProgressObserver

  public init(_ request: CompressRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// Everything that the job makes; nothing has been written yet.
  public struct Product: Sendable {
    public var answer: CompressAnswer
    /// The bytes of `model.signbit`; nil where no candidate is within the budget.
    public let modelFile: [UInt8]?
    /// The whole of `report.html`.
    public let report: String
  }

  /// - Throws: a `Refusal` for unknown names, impossible data or strengths.
  public func callAsFunction() throws -> Product {
    let penalties = try request.penalties.map { try Catalogs.penalty($0) }
    let formats = try request.formats?.map { try Catalogs.compression($0) }
    let roundings = try request.roundings.map { try Catalogs.rounding($0) }
    guard !penalties.isEmpty, formats?.isEmpty != true, !roundings.isEmpty else {
      throw Refusal.usage("at least one penalty, one format and one rounding are needed")
    }
    try request.checkNumbers()
    let data = try request.data.prepare(seed: request.seed, observer: observer)
    try request.checkUnits(isClassification: data.summary.task == "classify")
    let preparation = try Preparation(data, intercept: request.intercept)
    let studies = try study(penalties, formats, roundings, preparation)
    let table = CandidateTable(studies, preparation, request: request)
    let candidates = try table.candidates()
    let perClass = PerClass(candidates, data)
    let rows = candidates.map(\.row)
    let answer = CompressAnswer(
      data: data.summary, candidates: rows, path: studies.flatMap { PathRow.rows(of: $0) },
      verdict: .init(applies: nil, reasons: []),
      diagnosis: Findings.sentences(
        Evidence(
          studies: studies, candidates: rows, data: data.summary, request: request, preparation: preparation,
          sampleErrors: candidates.map(\.sampleErrors), perClass: perClass,
          leaveOneOut: Evidence.leaveOneOut(rows, preparation))),
      perClass: perClass, quoteSeconds: nil, files: [], seed: request.seed, version: SignbitVersion.current)
    return Product(
      answer: answer, modelFile: candidates.first { $0.row.chosen }.map { ModelFile.encode($0.model) },
      report: CompressReport(answer, request: request).html)
  }

  /// The paths of all penalties, on all rows and on every fold, several at a time.
  private func study(
    _ penalties: [any Penalty], _ formats: [any StorageForm]?, _ roundings: [StorageChoice.Rounding],
    _ preparation: Preparation
  ) throws -> [PathStudy] {
    let grids = penalties.map { penalty in
      let largest = LambdaGrid.largest(for: penalty, preparation.full)
      return request.lambdas?.sorted(by: >).map { largest > 0 ? $0 / largest : $0 }
        ?? LambdaGrid.fractions(for: penalty)
    }
    let parts = [preparation.full] + preparation.folds
    let counter = ProgressCounter(
      "fitting \(penalties.map(\.name).joined(separator: ", "))", total: parts.count * grids.map(\.count).reduce(0, +),
      observer)
    // Task number: the penalty, then the part. The last penalty of the default list, ℓ∞, takes longest and
    // goes first.
    let order = Array((0..<penalties.count * parts.count).reversed())
    let done = try parallelMap(order.count) { position in
      let (p, part) = order[position].quotientAndRemainder(dividingBy: parts.count)
      let largest = LambdaGrid.largest(for: penalties[p], parts[part])
      return try RegularizationPath().fit(
        parts[part], penalty: penalties[p], lambdas: grids[p].map { largest > 0 ? $0 * largest : $0 }
      ) { _ in counter.advance() }
    }
    let storing = ProgressCounter("compressing and measuring", total: grids.map(\.count).reduce(0, +), observer)
    return try penalties.indices.map { p in
      let suitable = formats ?? StorageForms.all.filter { $0.suits(penalties[p].structure) }
      let pruned = request.prune.map { [PrunedForm(fraction: $0)] } ?? []
      let paths = parts.indices.map { done[order.firstIndex(of: p * parts.count + $0)!] }
      return try PathStudy(
        penalty: penalties[p], fractions: grids[p],
        choices: StorageChoice.all(suitable + pruned, roundings: roundings, isRidge: penalties[p] is SquaredL2),
        full: paths[0], folds: Array(paths.dropFirst()), preparation: preparation
      ) { storing.advance() }
    }
  }
}

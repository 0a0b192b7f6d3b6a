import DataModels
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
    try request.checkNumbers()
    let families = try CandidateFamilies.wanted(request, observer: observer)
    let data = try request.data.prepare(seed: request.seed, observer: observer)
    try request.checkUnits(isClassification: data.summary.task == "classify")
    for family in families { try family.check(data) }
    let preparation = try Preparation(data, intercept: request.intercept)
    let parts = try families.map { try $0.candidates(preparation) }
    let studies = parts.flatMap(\.studies)
    var candidates = parts.flatMap(\.entries)
    let descents = parts.flatMap(\.descents)
    let omissions = parts.flatMap(\.omissions)
    guard !candidates.isEmpty else { throw Refusal.failure(omissions.first ?? "no model could be fitted") }
    let choice = Choice(request: request, isClassification: data.summary.task == "classify")
    if let index = choice(candidates) { candidates[index].row.chosen = true }
    let perClass = PerClass(candidates, data)
    let rows = candidates.map(\.row)
    let answer = CompressAnswer(
      data: data.summary, candidates: rows, path: studies.flatMap { PathRow.rows(of: $0) },
      descents: descents,
      verdict: MixturePrediction(request) == nil
        ? .init(applies: nil, reasons: [])
        : .init(applies: true, reasons: ["the rows are drawn from the Gaussian mixture that the theory is about"]),
      diagnosis: Findings.sentences(
        Evidence(
          studies: studies, candidates: rows, descents: descents, data: data.summary, request: request,
          preparation: preparation, foldErrors: candidates.map(\.foldError.value),
          mixesValidation: candidates.contains { $0.leftOutError == nil }
            && candidates.contains { $0.row.validationError != $0.foldError.value },
          sampleErrors: candidates.map(\.sampleErrors), perClass: perClass,
          leaveOneOut: Evidence.leaveOneOut(rows, preparation))) + omissions,
      perClass: perClass, quoteSeconds: nil, files: [], seed: request.seed, version: SignbitVersion.current)
    return Product(
      answer: answer, modelFile: candidates.first { $0.row.chosen }.map { ModelFile.encode($0.model) },
      report: CompressReport(answer, request: request).html)
  }
}

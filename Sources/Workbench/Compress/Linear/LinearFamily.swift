import Asymptotics
import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// Linear models: every penalty along its path in λ, every solution in every form.
struct LinearFamily: CandidateFamily {
  static let name = "linear"
  static func isMeant(by request: CompressRequest) -> Bool { true }

  private let request: CompressRequest
  private let observer: ProgressObserver
  private let penalties: [any Penalty]
  private let formats: [any StorageForm]?
  private let roundings: [StorageChoice.Rounding]

  init(_ request: CompressRequest, observer: @escaping ProgressObserver) throws {
    self.request = request
    self.observer = observer
    penalties = try request.penalties.map { try Catalogs.penalty($0) }
    formats = try request.formats?.map { try Catalogs.compression($0) }
    roundings = try request.roundings.map { try Catalogs.rounding($0) }
    guard !penalties.isEmpty, formats?.isEmpty != true, !roundings.isEmpty else {
      throw Refusal.usage("at least one penalty, one format and one rounding are needed")
    }
    try checkStorage()
  }

  func candidates(_ preparation: Preparation) throws -> FamilyCandidates {
    let studies = try study(preparation)
    let entries = try LinearRows(studies, preparation, request: request).candidates()
    guard !entries.isEmpty else {
      throw Refusal.usage(
        "no solution can be stored as asked: data-aware rounding is for ridge in at most "
          + "\(StorageChoice.mostDataAwareBits) bits and \(NumberText.grouped(Storing.mostDataAwareFeatures)) features, f16 "
          + "for weights up to 65,504; choose other --formats, or --rounding plain")
    }
    return FamilyCandidates(entries: entries, studies: studies)
  }

  /// The ways to store the solutions of a penalty.
  private func choices(
    for penalty: any Penalty
  ) -> [StorageChoice] {
    let suitable = formats ?? StorageForms.all.filter { $0.suits(penalty.structure) }
    let pruned = request.prune.map { [PrunedForm(fraction: $0)] } ?? []
    return StorageChoice.all(suitable + pruned, roundings: roundings, isRidge: penalty is SquaredL2)
  }

  /// Refuses formats and roundings of which nothing would be stored.
  private func checkStorage() throws {
    guard penalties.allSatisfy({ choices(for: $0).isEmpty }) else { return }
    throw Refusal.usage(
      "data-aware rounding stores ridge (l2) in at most \(StorageChoice.mostDataAwareBits) bits; add plain to --rounding, "
        + "or choose among \(StorageForms.all.filter { $0.bitWidth <= StorageChoice.mostDataAwareBits }.map(\.name).joined(separator: ", "))"
    )
  }

  /// Strengths as shares of λ_max: the user's; else a grid below it, finer where a theory applies and knows where to look.
  private func grid(for penalty: any Penalty, _ preparation: Preparation, _ theory: MixtureTheory?) -> [Double] {
    let largest = LambdaGrid.largest(for: penalty, preparation.full)
    if let lambdas = request.lambdas { return lambdas.sorted(by: >).map { largest > 0 ? $0 / largest : $0 } }
    let plain = LambdaGrid.fractions(for: penalty, preparation.full)
    guard let theory else { return plain }
    let known = MixturePrediction.fractions(for: penalty, by: theory, largest: largest)
      .filter { $0 < 1 || penalty is SquaredL2 }
    return (plain + known).sorted(by: >)
  }

  /// The paths of all penalties, on all rows and on every fold, several at a time.
  private func study(_ preparation: Preparation) throws -> [PathStudy] {
    let theory =
      request.lambdas == nil && MixturePrediction(request) != nil
      ? MixturePrediction.theoryOfEstimate(preparation) : nil
    let grids = penalties.map { grid(for: $0, preparation, theory) }
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
      let paths = parts.indices.map { done[order.firstIndex(of: p * parts.count + $0)!] }
      return try PathStudy(
        penalty: penalties[p], fractions: grids[p],
        choices: choices(for: penalties[p]),
        full: paths[0], folds: Array(paths.dropFirst()), preparation: preparation, seed: request.seed
      ) { storing.advance() }
    }
  }
}

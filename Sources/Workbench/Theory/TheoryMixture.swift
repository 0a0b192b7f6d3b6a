import Asymptotics
import Compression
import ConvexFunctions
import DataFiles
import DataModels
import LinearAlgebra
import Messages

/// Predicts what `SimulateMixture` measures.
public struct TheoryMixture: Sendable {
  private let request: TheoryMixtureRequest
  private let observer: ProgressObserver

  public init(_ request: TheoryMixtureRequest, observer: @escaping ProgressObserver = { _ in }) {
    self.request = request
    self.observer = observer
  }

  /// - Throws: a `Refusal` for unknown names, values out of range, and files that do not hold what they should.
  public func callAsFunction() throws -> TheoryMixtureAnswer {
    guard let law = MixtureLaw(rawValue: request.law) else {
      let known = MixtureLaw.allCases.map(\.rawValue)
      throw Refusal.usage(
        "there is no law \"\(request.law)\"; \(Suggestion.question(for: request.law, among: known))")
    }
    guard (2...100_000).contains(request.draws) else {
      throw Refusal.usage("--draws must lie between 2 and 100,000; found \(request.draws)")
    }
    let penalties = try request.penalties.map { try Catalogs.penalty($0) }
    let formats = try formats()
    let theory = try MixtureTheory(setting(), formats: formats)
    let lambdas = request.lambdas.sorted()
    let points = penalties.flatMap { penalty in lambdas.map { (penalty, $0) } }
    let counter = ProgressCounter("predicting", total: points.count, observer)
    let stream = RandomStream(seed: request.seed)
    let rows = try parallelMap(points.count) { index in
      let row = try theory.row(
        points[index].0, lambda: points[index].1, law: law, draws: request.draws, using: stream)
      counter.advance()
      return TheoryMixtureAnswer.Row(row, formats: formats.map(\.name))
    }
    var collapse: [String: Double] = [:]
    for penalty in penalties { collapse[penalty.name] = try theory.collapse(of: penalty) }
    let setting = theory.setting
    return TheoryMixtureAnswer(
      model: .init(
        features: setting.mixture.featureCount, samples: setting.sampleCount, classes: setting.classCount,
        correlation: request.meanCovariance == nil ? request.correlation : nil,
        corruption: request.labelNoiseMatrix == nil ? request.corruption : nil,
        sigma: request.groups == nil ? request.sigma : nil, priors: setting.mixture.priors,
        intercept: setting.intercept, law: law.rawValue, collapseLambda: collapse, seed: request.seed),
      rows: rows)
  }

  private func formats() throws -> [MixtureFormat] {
    var formats = try request.formats.map { name in
      let form = try Catalogs.compression(name)
      guard let format = MixtureFormat.named(form.name) else {
        throw Refusal.usage("there is no theory of the format \"\(name)\"")
      }
      return format
    }
    if let prune = request.prune {
      guard prune >= 0, prune < 1 else {
        throw Refusal.usage("--prune must be at least 0 and below 1; found \(NumberText.short(prune))")
      }
      let pruned = MixtureFormat.pruned(fraction: prune)
      formats.removeAll { $0.name == pruned.name }
      formats.append(pruned)
    }
    return formats
  }

  private func setting() throws -> MixtureSetting {
    let covariance = try request.meanCovariance.map { try Self.table($0) }
    let shares = try request.labelNoiseMatrix.map { try Self.table($0) }
    let groups = try request.groups.map { try Self.featureGroups($0) }
    let counts = [
      ("--classes", request.classes), ("--priors", request.priors?.count),
      ("--mean-covariance", covariance?.rowCount), ("--label-noise-matrix", shares?.rowCount),
    ].compactMap { name, count in count.map { (name, $0) } }
    let classes = counts.first?.1 ?? 5
    if let other = counts.first(where: { $0.1 != classes }) {
      throw Refusal.usage(
        "\(counts[0].0) gives \(classes) classes and \(other.0) \(other.1); make them agree")
    }
    let features = groups.map { $0.reduce(0) { $0 + $1.count } } ?? request.features
    let mixture: GaussianMixture
    if let covariance {
      mixture = try Self.naming(request.meanCovariance) {
        try GaussianMixture(
          featureCount: features, meanCovariance: covariance, sigma: request.sigma, priors: request.priors)
      }
    } else {
      mixture = try GaussianMixture(
        featureCount: features, classCount: classes, correlation: request.correlation, sigma: request.sigma,
        priors: request.priors)
    }
    if let shares {
      return try Self.naming(request.labelNoiseMatrix) {
        try MixtureSetting(
          mixture: mixture, sampleCount: request.samples, labelShares: shares, intercept: request.intercept,
          groups: groups)
      }
    }
    return try MixtureSetting(
      mixture: mixture, sampleCount: request.samples, corruption: request.corruption, intercept: request.intercept,
      groups: groups)
  }

  /// The numbers of a table in a file, with or without a line of names.
  private static func table(_ path: String) throws -> Matrix {
    try CSVReader(target: .none).read(FileBytes(path: path)).features
  }

  private static func featureGroups(_ path: String) throws -> [FeatureGroup] {
    let table = try table(path)
    guard table.columnCount == 3 else {
      throw Refusal.input(
        "\(path): found \(table.columnCount) columns; expected three for each group: how many features, their sigma, the scale of their class means"
      )
    }
    return try (0..<table.rowCount).map { i in
      guard let count = Int(exactly: table[i, 0]), count >= 1, count <= 10_000_000 else {
        throw Refusal.input(
          "\(path): group \(i + 1) has \(NumberText.short(table[i, 0])) features; expected a whole number from 1 to 10,000,000"
        )
      }
      return FeatureGroup(count: count, sigma: table[i, 1], meanScale: table[i, 2])
    }
  }

  /// What a file holds is named with the file.
  private static func naming<Value>(_ path: String?, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let refusal as Refusal where refusal.kind == .usage {
      throw Refusal.input("\(path ?? "-"): \(refusal.message)")
    }
  }
}

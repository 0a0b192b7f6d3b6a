import Asymptotics
import Compression
import DataFiles
import DataModels
import LinearAlgebra
import Messages

extension MixtureRequest {
  func mixtureFormats() throws -> [MixtureFormat] {
    var known = try formats.map { name in
      let form = try Catalogs.compression(name)
      guard let format = MixtureFormat.named(form.name) else {
        throw Refusal.usage("there is no theory of the format \"\(name)\"")
      }
      return format
    }
    if let prune = prune {
      guard prune >= 0, prune < 1 else {
        throw Refusal.usage("--prune must be at least 0 and below 1; found \(NumberText.short(prune))")
      }
      let pruned = MixtureFormat.pruned(fraction: prune)
      known.removeAll { $0.name == pruned.name }
      known.append(pruned)
    }
    return known
  }

  func setting() throws -> MixtureSetting {
    let covariance = try meanCovariance.map { try Self.table($0) }
    let shares = try labelNoiseMatrix.map { try Self.table($0) }
    let groups = try groups.map { try Self.featureGroups($0) }
    let counts = [
      ("--classes", classes), ("--priors", priors?.count),
      ("--mean-covariance", covariance?.rowCount), ("--label-noise-matrix", shares?.rowCount),
    ].compactMap { name, count in count.map { (name, $0) } }
    let classes = counts.first?.1 ?? 5
    if let other = counts.first(where: { $0.1 != classes }) {
      throw Refusal.usage(
        "\(counts[0].0) gives \(classes) classes and \(other.0) \(other.1); make them agree")
    }
    let featureCount = groups.map { $0.reduce(0) { $0 + $1.count } } ?? features
    let mixture: GaussianMixture
    if let covariance {
      mixture = try Self.naming(meanCovariance) {
        try GaussianMixture(
          featureCount: featureCount, meanCovariance: covariance, sigma: sigma, priors: priors)
      }
    } else {
      mixture = try GaussianMixture(
        featureCount: featureCount, classCount: classes, correlation: correlation, sigma: sigma,
        priors: priors)
    }
    if let shares {
      return try Self.naming(labelNoiseMatrix) {
        try MixtureSetting(
          mixture: mixture, sampleCount: samples, labelShares: shares, intercept: intercept,
          groups: groups)
      }
    }
    return try MixtureSetting(
      mixture: mixture, sampleCount: samples, corruption: corruption, intercept: intercept,
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

import LinearAlgebra
import Messages

/// A format of named arrays; which of them are features and targets is found by their names.
///
/// | | taken, without regard to case, the first that is there |
/// |---|---|
/// | features | `FILE:NAME`; else `X`, `x_train`, `data`, `features`, `images`, `arr_0`; else the only array |
/// | targets | `--target NAME`; else the `y…` that goes with features `x…`; else `y`, `y_train`, `labels`, `label`, `target`, `targets`, `arr_1` |
protocol ArchiveFormat: DataFormat {
  func store(_ file: FileBytes) throws -> any ArrayStore
}

extension ArchiveFormat {
  func offers(_ target: String, in file: FileBytes, _ request: SampleRequest) throws -> Bool {
    if Int(target) != nil { return true }
    return try ArrayArchive(file, self).name(like: [target]) != nil
  }

  func samples(in file: FileBytes, _ request: SampleRequest) throws -> Samples {
    let archive = try ArrayArchive(file, self)
    let chosen = try archive.featuresName(request.part)
    let array = try archive.array(chosen)
    let title = "\(file.name), array \"\(chosen.prefix(60))\""
    var samples = try array.samples(.none, ignoring: request.ignored, name: title)
    let targetName: String
    switch request.target {
    case .none: return samples
    case .usual: targetName = try archive.targetName(besides: chosen)
    case .named(let wanted):
      guard let found = archive.name(like: [wanted]) else {
        guard Int(wanted) != nil else { throw archive.lacks(wanted) }
        return try array.samples(request.target, ignoring: request.ignored, name: title)
      }
      targetName = found
    }
    let targets = try archive.array(targetName).targets(name: "\(file.name), array \"\(targetName.prefix(60))\"")
    guard targets.count == samples.features.rowCount else {
      throw Refusal.input(
        "\(file.name): found \(targets.count) targets in \"\(targetName.prefix(60))\" for the "
          + "\(samples.features.rowCount) samples in \"\(chosen.prefix(60))\", expected as many; "
          + "name others with FILE:NAME and --target NAME")
    }
    samples.targets = targets
    return samples
  }

  func targets(in file: FileBytes, _ request: SampleRequest) throws -> FoundTargets {
    let archive = try ArrayArchive(file, self)
    let chosen = try request.part.map { try archive.known($0) } ?? archive.targetName(besides: nil)
    return try archive.array(chosen).targets(name: "\(file.name), array \"\(chosen.prefix(60))\"")
  }
}

extension ArrayArchive {
  private static let featureNames = ["x", "x_train", "data", "features", "images", "arr_0"]
  private static let targetNames = ["y", "y_train", "labels", "label", "target", "targets", "arr_1"]

  /// The first of the wanted names that an array has; without regard to case unless several differ in case only.
  func name(like wanted: [String]) -> String? {
    for name in wanted {
      if entries.contains(where: { $0.name == name }) { return name }
      if let entry = entries.first(where: { $0.name.lowercased() == name.lowercased() }) { return entry.name }
    }
    return nil
  }

  func known(_ wanted: String) throws -> String {
    guard let name = name(like: [wanted]) else { throw lacks(wanted) }
    return name
  }

  func featuresName(_ part: String?) throws -> String {
    if let part { return try known(part) }
    if let name = name(like: Self.featureNames) { return name }
    if entries.count == 1 { return entries[0].name }
    throw Refusal.input(
      "\(fileName): no array is named like features (X, x_train, data, features, images, arr_0); name one as "
        + "\(fileName):NAME; \(listing)")
  }

  /// - Parameter features: the array of the samples; `x_test` has its labels in `y_test`.
  func targetName(besides features: String?) throws -> String {
    if let features, features.lowercased().hasPrefix("x"), let partner = name(like: ["y" + features.dropFirst()]) {
      return partner
    }
    if let name = name(like: Self.targetNames), name != features { return name }
    throw Refusal.input(
      "\(fileName): no array is named like targets (y, y_train, labels, target, targets, arr_1); name one, a column "
        + "(-1 is the last) or a file with --target; \(listing)")
  }

  func lacks(_ wanted: String) -> Refusal {
    .input("\(fileName): there is no array \"\(wanted.prefix(60))\"; \(listing)")
  }
}

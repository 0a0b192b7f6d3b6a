import DataModels

extension CompressRequest {
  /// The command that makes the same answer again.
  var commandLine: String {
    var words = ["./signbit", "compress"] + data.words
    let plain = CompressRequest()
    if let families { words += ["--families", families.joined(separator: ",")] }
    words += randomFeatures.words + binaryNetworks.words
    if penalties != plain.penalties { words += ["--penalty", penalties.joined(separator: ",")] }
    if let formats { words += ["--formats", formats.joined(separator: ",")] }
    if roundings != plain.roundings { words += ["--rounding", roundings.joined(separator: ",")] }
    if let prune { words += ["--prune", "\(prune)"] }
    if let lambdas { words += ["--lambda", lambdas.map { "\($0)" }.joined(separator: ",")] }
    if !intercept { words += ["--intercept", "no"] }
    if let maxError { words += ["--max-error", "\(maxError)"] }
    if let maxBytes { words += ["--max-bytes", "\(maxBytes)"] }
    if let maxLatency { words += ["--max-latency", "\(maxLatency)"] }
    words += ["--seed", "\(seed)"]
    return words.map(quotedForShell).joined(separator: " ")
  }
}

extension DataRequest {
  /// The data arguments as one types them.
  var words: [String] {
    let plain = DataRequest()
    var words = [source]
    func add(_ flag: String, _ value: String?) {
      if let value { words += [flag, value] }
    }
    add("--target", target)
    add("--ignore", ignored.isEmpty ? nil : ignored.joined(separator: ","))
    add("--test", test)
    add("--split", split == plain.split ? nil : split.rawValue)
    add("--validation", validation)
    add("--per-class", perClass?.map(String.init).joined(separator: ","))
    add("--corrupt", corrupt == 0 ? nil : "\(corrupt)")
    add("--header", header == plain.header ? nil : header)
    add("--missing", missing == plain.missing ? nil : missing)
    if standardize { words.append("--standardize") }
    add("--limit", limit.map(String.init))
    add("--classes", classes?.joined(separator: ","))
    add("--task", task == plain.task ? nil : task)
    return words
  }
}

extension DataRequest {
  /// What one types to use a model that was trained on these data: NEW stands for a file of the same kind, without targets.
  public func predictCommand(model: String) -> String {
    let plain = DataRequest()
    // The built-in data have no other file; of a file, the ending says which kind is meant.
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    var words = ["signbit", "predict", model, isBuiltIn ? source : parts.count > 1 ? "NEW.\(parts.last!)" : "NEW"]
    if !ignored.isEmpty { words += ["--ignore", ignored.joined(separator: ",")] }
    if header != plain.header { words += ["--header", header] }
    // Only a model that standardizes keeps the means.
    if missing == "mean", standardize { words += ["--missing", missing] }
    return words.map(quotedForShell).joined(separator: " ")
  }
}

/// A word as a POSIX shell reads it back.
func quotedForShell(_ word: String) -> String {
  let isPlain =
    !word.isEmpty
    && word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./:=,+%@".unicodeScalars.contains($0)
    }
  return isPlain
    ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

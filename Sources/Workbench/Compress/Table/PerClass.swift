import ConvexSolvers
import DataModels
import PackedInference

/// The errors of the main models class by class, which one number hides where classes have unequal shares.
public struct PerClass: Sendable, Codable, Equatable {
  public let classes: [Class]
  /// Ridge and ℓ∞ in 32 bits and as one bit, those that the table has, and the chosen model; none without test rows.
  public let models: [Model]

  public struct Class: Sendable, Codable, Equatable {
    public let name: String
    public let trainingSamples: Int
    /// Of all training rows.
    public let trainingShare: Double
    public let testSamples: Int
  }

  public struct Model: Sendable, Codable, Equatable {
    /// "ℓ2", or "conv 4032".
    public let name: String
    public let penalty: String
    public let format: String
    public let rounding: String
    /// The share of each class's test rows that got another label: 1 − recall; null for a class without rows.
    public let testErrors: [Double?]
    /// The same on the held-out rows of the folds.
    public let validationErrors: [Double?]
    /// The mean over the classes of `testErrors`: the error if all classes were equally frequent.
    public let balancedError: Double
    /// √(Σₖ pₖ(1 − pₖ)/nₖ) / K.
    public let balancedErrorStandardError: Double
  }

  /// Nil for real targets.
  init?(_ entries: [CandidateEntry], _ data: PreparedData) {
    guard case .classes(let labels, let names) = data.training.targets,
      case .classes(let tested, _) = data.test.targets
    else { return nil }
    classes = names.indices.map { k in
      let count = labels.count { $0 == k }
      return Class(
        name: names[k], trainingSamples: count, trainingShare: Double(count) / Double(labels.count),
        testSamples: tested.count { $0 == k })
    }
    let wanted = [
      ("l2", DenseLayer.format, "plain"), ("linf", DenseLayer.format, "plain"), ("linf", SignLayer.format, "plain"),
      ("l2", SignLayer.format, StorageChoice.Rounding.dataAware.rawValue),
    ]
    let main = wanted.compactMap { penalty, format, rounding in
      entries.firstIndex {
        $0.row.isLinear && $0.row.penalty == penalty && $0.row.format == format && $0.row.rounding == rounding
          && !$0.row.oracle
          && $0.row.remark.isEmpty
      }
    }
    let chosen = entries.indices.filter { entries[$0].row.chosen && !main.contains($0) }
    models = tested.isEmpty ? [] : (main + chosen).map { Model(entries[$0]) }
  }
}

extension PerClass.Model {
  init(_ entry: CandidateEntry) {
    func rates(_ error: MeasuredError) -> [Double?] {
      error.classes.map { $0.all > 0 ? Double($0.wrong) / Double($0.all) : nil }
    }
    let test = rates(entry.testError)
    let present = zip(test, entry.testError.classes).compactMap { rate, count in rate.map { ($0, Double(count.all)) } }
    let classCount = Double(max(1, present.count))
    self.init(
      name: CandidateColumns.model(entry.row), penalty: entry.row.penalty, format: entry.row.format,
      rounding: entry.row.rounding, testErrors: test,
      validationErrors: rates(entry.foldError), balancedError: present.map(\.0).reduce(0, +) / classCount,
      balancedErrorStandardError: present.reduce(0) { $0 + $1.0 * (1 - $1.0) / $1.1 }.squareRoot() / classCount)
  }

  /// The mean error of some classes, by the rows held out or by the test rows.
  func mean(_ errors: [Double?], of classes: [Int]) -> Double? {
    let known = classes.compactMap { errors[$0] }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

public import LinearAlgebra
import Messages

/// A mixture with a number of samples, as one writes it: "mixture:d=750,n=500,k=5,r=0.8,sigma=1".
public struct MixtureDescription: Sendable, Equatable {
  public var mixture: GaussianMixture
  /// n.
  public var sampleCount: Int
  /// c, the share of labels of each class that are replaced.
  public var corruption: Double

  /// What the name of such data begins with.
  public static let prefix = "mixture:"

  /// Reads `mixture:d=750,n=500,k=5,r=0.8,c=0.3,sigma=1,priors=0.5:0.3:0.2`; missing keys take these defaults, with
  /// equal priors. Priors alone say how many classes there are.
  ///
  /// - Throws: a `Refusal` of kind `usage` for an unknown key (with a suggestion), a key given twice, or an
  ///   impossible value.
  public init(parsing text: String) throws {
    var values = ["d": 750.0, "n": 500, "k": 5, "r": 0.8, "c": 0.3, "sigma": 1]
    var priors: [Double]?
    var given: Set<String> = []
    let body = text.hasPrefix(Self.prefix) ? text.dropFirst(Self.prefix.count) : Substring(text)
    for part in body.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { throw Refusal.usage("mixture: expected key=value; found \"\(part)\"") }
      let (key, value) = (pair[0], pair[1])
      guard given.insert(key).inserted else { throw Refusal.usage("mixture: \(key) is given twice; give it once") }
      if key == "priors" {
        priors = try value.split(separator: ":", omittingEmptySubsequences: false).map {
          try Self.number(String($0), key)
        }
      } else if values[key] != nil {
        values[key] = try Self.number(value, key)
      } else {
        let known = values.keys.sorted() + ["priors"]
        throw Refusal.usage("mixture: there is no key \"\(key)\"; \(Suggestion.question(for: key, among: known))")
      }
    }
    func whole(_ key: String, _ range: ClosedRange<Double>) throws -> Int {
      guard let value = values[key], range.contains(value), value == value.rounded() else {
        throw Refusal.usage(
          "mixture: \(key) must be a whole number between \(Int(range.lowerBound)) and \(Int(range.upperBound))")
      }
      return Int(value)
    }
    sampleCount = try whole("n", 1...1e9)
    corruption = values["c"] ?? 0
    guard corruption >= 0, corruption <= 1 else {
      throw Refusal.usage("mixture: c must lie between 0 and 1; found \(corruption)")
    }
    if let priors, !given.contains("k") { values["k"] = Double(priors.count) }
    let k = try whole("k", 2...1000)
    mixture = try GaussianMixture(
      featureCount: try whole("d", 1...1e7), classCount: k, correlation: values["r"] ?? 0, sigma: values["sigma"] ?? 1,
      priors: priors)
    // One matrix of this size must be addressable in memory with room to spare.
    guard Double(sampleCount) * Double(mixture.featureCount) <= 4e9 else {
      throw Refusal.usage("mixture: n × d = \(sampleCount) × \(mixture.featureCount) numbers do not fit into memory")
    }
  }

  /// One data set: n training samples, some of whose labels are replaced, and fresh test samples of the same
  /// means with true labels.
  ///
  /// - Parameter stream: its branches "means", "samples", "labels" and "test" are drawn from.
  public func draw(testCount: Int, using stream: RandomStream) throws -> Split {
    var (meansStream, training, test) = (stream.branch("means"), stream.branch("samples"), stream.branch("test"))
    let means = try mixture.means(using: &meansStream)
    return Split(
      training: try mixture.sample(sampleCount, means: means, using: &training)
        .corrupted(corruption, using: stream.branch("labels")),
      test: try mixture.sample(testCount, means: means, using: &test))
  }

  private static func number(_ text: String, _ key: String) throws -> Double {
    guard let value = Double(text), value.isFinite else {
      throw Refusal.usage("mixture: \(key) must be a number; found \"\(text)\"")
    }
    return value
  }
}

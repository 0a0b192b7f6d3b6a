public import DataFiles
import FoundationEssentials
import Messages
import Synchronization
public import Workbench

/// What a figure is drawn with: how much effort, which seed, whose data; and the memory of what was measured already.
public final class FigureSession: Sendable {
  public enum Effort: String, Sendable, Codable {
    /// As in the paper, with the number of data sets that the figure states.
    case full
    /// In about a minute: fewer data sets, smaller models, fewer dots.
    case quick
  }

  public let effort: Effort
  public let seed: UInt64
  /// How many data sets, where the user has said so.
  private let trials: Int?
  /// The user's own data, for figures on real data.
  public let data: DataRequest?
  /// Where real data may lie.
  public let dataFolders: [String]
  let observer: ProgressObserver
  private let journal: Journal?
  private let known: Mutex<[String: String]>

  /// - Parameter journal: Where measurements are kept until the figure is done; nil to keep none.
  public init(
    effort: Effort = .full, seed: UInt64 = 1, trials: Int? = nil, data: DataRequest? = nil, dataFolders: [String] = [],
    journal: Journal? = nil, observer: @escaping ProgressObserver = { _ in }
  ) {
    self.effort = effort
    self.seed = seed
    self.trials = trials
    self.data = data
    self.dataFolders = dataFolders
    self.journal = journal
    self.observer = observer
    var known: [String: String] = [:]
    for line in journal?.lines ?? [] {
      let parts = line.split(separator: "\t", maxSplits: 1)
      if parts.count == 2 { known[String(parts[0])] = String(parts[1]) }
    }
    self.known = Mutex(known)
  }

  public var isQuick: Bool { effort == .quick }

  /// The number of data sets: that of the user, else that of the figure.
  public func trials(full: Int, quick: Int) -> Int { trials ?? (isQuick ? quick : full) }

  /// One measurement: from an earlier, interrupted run where it has the same name, else made now and remembered.
  ///
  /// - Parameter name: Everything that the value depends on beside the program: sizes, seed, number.
  /// - Throws: what the work throws; a `Refusal` where the journal cannot be written.
  public func measured<Value: Codable>(_ name: String, _ work: () throws -> Value) throws -> Value {
    let name = "\(SignbitVersion.current) seed \(seed) \(name)"
    if let text = known.withLock({ $0[name] }), let value = Self.decoded(text, as: Value.self) { return value }
    let value = try work()
    if let journal {
      let text = try Self.encoded(value)
      try journal.append("\(name)\t\(text)")
    }
    return value
  }

  /// Counts the steps of a figure for whoever shows progress.
  public func counter(_ title: String, total: Int) -> ProgressCounter { ProgressCounter(title, total: total, observer) }

  private static func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func decoded<Value: Decodable>(_ text: String, as type: Value.Type) -> Value? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(type, from: Data(text.utf8))
  }
}

import FoundationEssentials
import Messages

/// A point in time as the ledger writes it: "2026-11-21T17:12:15Z". In the order of time as text, too.
public struct Moment: Sendable, Equatable {
  public let text: String

  /// Now.
  public init() { self.init(Date.now) }

  private init(_ date: Date) { text = date.formatted(.iso8601) }

  /// "2026-11-21", the beginning of that day in UTC, or how long ago in hours, days or weeks: "12h", "7d", "2w".
  ///
  /// - Throws: a `Refusal` of kind `usage` for anything else.
  init(since: String) throws {
    let seconds: KeyValuePairs<Character, Double> = ["h": 3600, "d": 86_400, "w": 604_800]
    if let unit = seconds.first(where: { $0.key == since.last })?.value, let count = Int(since.dropLast()),
      (0...10_000).contains(count)
    {
      self.init(Date.now.addingTimeInterval(-Double(count) * unit))
      return
    }
    // Calendars are lenient: the 31st of February would be some day in March.
    let day = since + "T00:00:00Z"
    guard let date = try? Date(day, strategy: .iso8601), Moment(date).text == day else {
      throw Refusal.usage("--since takes a day like 2026-11-21, or how long ago: 12h, 7d, 2w; found \"\(since)\"")
    }
    self.init(date)
  }
}

/// Times of one piece of work, in milliseconds.
struct Timing: Sendable {
  /// The first call, with everything that is prepared once.
  var cold: Double
  /// The calls after it; the first where the budget allows no other. Never empty.
  var warm: [Double]

  var median: Double { quantile(0.5) }
  /// Between the quartiles lies the middle half of the calls.
  var spread: Double { quantile(0.75) - quantile(0.25) }

  /// Runs `work` once, then up to `repeats` times while the budget lasts.
  static func of<Value>(repeats: Int, seconds: Double, _ work: () throws -> Value) rethrows -> (Timing, Value) {
    let clock = ContinuousClock()
    let begin = clock.now
    func milliseconds(since start: ContinuousClock.Instant) -> Double { Self.milliseconds(clock.now - start) }
    var value = try work()
    let cold = milliseconds(since: begin)
    var warm: [Double] = []
    while warm.count < repeats, milliseconds(since: begin) + cold < 1000 * seconds {
      let start = clock.now
      value = try work()
      warm.append(milliseconds(since: start))
    }
    return (Timing(cold: cold, warm: warm.isEmpty ? [cold] : warm), value)
  }

  static func milliseconds(_ time: Duration) -> Double {
    Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) * 1e-15
  }

  /// Linear between the order statistics.
  private func quantile(_ share: Double) -> Double {
    let sorted = warm.sorted()
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}

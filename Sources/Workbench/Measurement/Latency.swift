import PackedInference

/// The time that one prediction takes on this machine, one sample at a time, warm: the least of several rounds.
///
/// - Returns: microseconds per sample.
/// - Complexity: about five milliseconds of work.
func latency(of model: Model, on sample: [Float]) -> Double {
  let clock = ContinuousClock()
  func microseconds(_ repetitions: Int) -> Double {
    var sink: Float = 0
    let time = clock.measure { for _ in 0..<repetitions { sink += model.scores(sample)[0] } }
    consume(sink)
    return Double(time.components.seconds) * 1e6 + Double(time.components.attoseconds) * 1e-12
  }
  _ = microseconds(3)
  let once = max(0.05, microseconds(1))
  let repetitions = max(1, min(2000, Int(1000 / once)))
  return (0..<5).map { _ in microseconds(repetitions) / Double(repetitions) }.min() ?? once
}

/// Takes a result, so that no optimizer can leave out the work behind it.
@inline(never) private func consume(_ value: Float) {}

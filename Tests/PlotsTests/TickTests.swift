import Plots
import Testing

@Suite struct TickTests {
  /// Ranges of every size and place, with ends that are no round numbers.
  static let ranges: [ClosedRange<Double>] = {
    var ranges: [ClosedRange<Double>] = [
      0...1, -1...1, 0...100, 12.3...17.9, -0.003...0.0001, 1e9...1e9 + 7, 99.7...100.4,
    ]
    for n in stride(from: -140, through: 140, by: 7) {
      for width in [1.1, 2.7, 7.3] {
        let unit = Samples.powerOf(10, n)
        ranges.append(0.37 * unit...(0.37 + width) * unit)
        ranges.append(-width * unit...0.91 * unit)
      }
    }
    return ranges
  }()

  @Test(arguments: [2, 3, 5, 8, 12]) func linearTicksAreRoundAndInside(count: Int) {
    for range in Self.ranges {
      let ticks = Ticks.linear(range, about: count)
      #expect(
        ticks.count >= max(2, count / 2) && ticks.count <= count * 3 / 2 + 1, "\(range): \(ticks.count) for \(count)")
      let size = range.upperBound - range.lowerBound
      let step = ticks[1].value - ticks[0].value
      for (one, next) in zip(ticks, ticks.dropFirst()) {
        #expect((next.value - one.value - step).magnitude < 1e-6 * step, "\(range): uneven")
        #expect(one.text != next.text, "\(range): two marks read \(one.text)")
      }
      for tick in ticks {
        #expect(tick.value >= range.lowerBound - 1e-8 * size && tick.value <= range.upperBound + 1e-8 * size)
        #expect(tick.isMajor)
      }
      // 1-2-5: the step's leading digits, read from its shortest decimal form.
      var leading = step
      while leading < 0.99999 { leading *= 10 }
      while leading >= 9.9999 { leading /= 10 }
      #expect([1, 2, 5].contains { (leading - $0).magnitude < 1e-5 }, "\(range): step \(step)")
    }
  }

  @Test func linearTextsSayTheirValue() {
    for range in Self.ranges {
      let ticks = Ticks.linear(range, about: 6)
      let step = ticks[1].value - ticks[0].value
      for tick in ticks {
        let said = Double(tick.text.filter { $0 != "," })
        #expect(said != nil && (said! - tick.value).magnitude < 1e-3 * step, "\(tick.text) for \(tick.value)")
      }
    }
    #expect(Ticks.linear(0...1, about: 5).map(\.text) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(Ticks.linear(0...60_000, about: 4).map(\.text) == ["0", "20,000", "40,000", "60,000"])
    #expect(Ticks.linear(0...3e6, about: 4).map(\.text) == ["0", "1e+06", "2e+06", "3e+06"])
  }

  @Test func decadesAreLabeledAndDividedByMinorTicks() {
    let ticks = Ticks.logarithmic(800...40_000, about: 6)
    #expect(ticks.filter(\.isMajor).map(\.text) == ["1000", "2000", "5000", "10,000", "20,000"])
    let wide = Ticks.logarithmic(0.01...1000, about: 6)
    #expect(wide.filter(\.isMajor).map(\.text) == ["0.01", "0.1", "1", "10", "100", "1000"])
    #expect(wide.count == 5 * 9 + 1)
    let far = Ticks.logarithmic(1e-12...1e12, about: 6)
    #expect(far.filter(\.isMajor).map(\.text) == ["10⁻¹⁰", "10⁻⁵", "10⁰", "10⁵", "10¹⁰"])
    #expect(far.count == 25)
  }

  @Test func everyLogarithmicRangeHasMarks() {
    for n in [-140, -9, -1, 0, 3, 6, 120] {
      for ratio in [1.0001, 1.02, 1.3, 2, 5, 9, 11, 90, 1100, 1e9, 1e20] {
        let low = 1.7 * Samples.powerOf(10, n)
        let range = low...low * ratio
        let ticks = Ticks.logarithmic(range, about: 6)
        let major = ticks.filter(\.isMajor)
        #expect(major.count >= 2 && major.count <= 10, "\(range): \(major.map(\.text))")
        #expect(Set(major.map(\.text)).count == major.count, "\(range): \(major.map(\.text))")
        for (one, next) in zip(ticks, ticks.dropFirst()) { #expect(one.value < next.value) }
        for tick in ticks { #expect(tick.value >= low * 0.999999 && tick.value <= low * ratio * 1.000001) }
      }
    }
  }

  @Test func fittedRangesContainTheirData() {
    for scale in [Axis.Scale.linear, .log10] {
      let axis = Axis("x", scale: scale)
      let samples: [[Double]] = [
        [], [5], [5, 5], [1, 2, 3], [1e-9, 1e9], [3, 3 + 1e-15], [.nan, 7], [.infinity, 2], [0, 0], [-4, 4],
      ]
      for values in samples {
        let range = axis.fittedRange(values)
        for value in values where axis.shows(value) { #expect(range.contains(value), "\(values): \(range)") }
        #expect(range.upperBound > range.lowerBound)
        #expect(axis.ticks(over: range, about: 5).count(where: \.isMajor) >= 2, "\(values): \(range)")
      }
    }
    #expect(Axis("y", includesZero: true).fittedRange([12, 17]).lowerBound == 0)
    #expect(Axis("y").fittedRange([0, 17]).lowerBound == 0)
    #expect(Axis("y", range: 2...3).fittedRange([0, 17]) == 2...3)
  }
}

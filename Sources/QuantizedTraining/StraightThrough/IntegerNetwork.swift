public import Activations
public import DataModels
import LinearAlgebra

/// The forward and backward sums of a network in whole numbers, kept while signs flip a few at a time.
///
///     A_ik = Σⱼ sⱼ Z_ikj,   R_i = Σₖ Vₖ σ(A_ik) − label,   H_i = Σₖ Vₖ μ′(A_ik) Z_ik
///
/// Z and V are inputs and output weights in multiples of their units. Every sum is exact, so that what was kept equals what
/// is computed anew. A flip of f signs costs f N m additions and n for each of the N m rows whose σ or μ′ changed, a share
/// arccos(1 − 2f/n)/π of them.
///
/// - Source: `Documentation/StraightThrough.md`.
public final class IntegerNetwork {
  private let n: Int
  private let m: Int
  private let count: Int
  /// Z, column j at j N m.
  private let columns: UnsafeMutableBufferPointer<Int16>
  /// The Z of the backward product, row r at r n; empty where H is constant.
  private let rows: UnsafeMutableBufferPointer<Int16>
  private let outputs: [Int32]
  /// μ′ = 1 where low < A < high.
  private let low: Int32
  private let high: Int32
  private let sums: UnsafeMutableBufferPointer<Int32>
  /// Bit 0: σ(A). Bit 1: μ′(A).
  private let states: UnsafeMutableBufferPointer<UInt8>
  private let fresh: UnsafeMutableBufferPointer<UInt8>
  /// R (N).
  private let residuals: UnsafeMutableBufferPointer<Int32>
  /// H (N × n).
  private let pushes: UnsafeMutableBufferPointer<Int32>

  /// Rows that are worked on while their sums stay in the nearest cache.
  private static let blockRows = 2048

  /// A network with the teacher's labels, at some signs.
  ///
  /// - Precondition: `EventDrivenTraining.obstacle` finds none.
  public init(_ surrogate: any SurrogateGradient, _ sample: TeacherSample, signs: [Int8]) {
    (n, m, count) = (sample.weightCount, sample.hiddenCount, sample.sampleCount)
    let unit = sample.unit!
    columns = IntegerRows.columns(sample.forward, unit: unit, count: n)
    let window = IntegerWindow(surrogate, unit: unit, weightCount: n)
    (low, high) = (window.low, window.high)
    outputs = sample.outputWeights
    let isConstant = window.isAlwaysOpen
    let all = IntegerRows.rows(sample.backward, unit: sample.backwardUnit!)
    sums = .allocate(capacity: count * m)
    states = .allocate(capacity: count * m)
    fresh = .allocate(capacity: count * m)
    residuals = .allocate(capacity: count)
    pushes = .allocate(capacity: count * n)
    sums.initialize(repeating: 0)
    states.initialize(repeating: 0)
    fresh.initialize(repeating: 0)
    residuals.initialize(repeating: 0)
    pushes.initialize(repeating: 0)
    if isConstant {
      rows = .allocate(capacity: 0)
      for r in 0..<count * m { Self.add(outputs[r % m], all, r * n, pushes, r / m * n, n) }
      all.deallocate()
    } else {
      rows = all
    }
    build(sample.teacher)
    for i in 0..<count { labels.append(residuals[i]) }
    build(signs)
  }

  private var labels: [Int32] = []

  deinit {
    columns.deallocate()
    rows.deallocate()
    sums.deallocate()
    states.deallocate()
    fresh.deallocate()
    residuals.deallocate()
    pushes.deallocate()
  }

  private var hasConstantPushes: Bool { rows.isEmpty }

  /// Everything anew for these signs.
  private func build(_ signs: [Int8]) {
    sums.update(repeating: 0)
    states.update(repeating: 0)
    if !hasConstantPushes { pushes.update(repeating: 0) }
    for i in 0..<count { residuals[i] = labels.isEmpty ? 0 : -labels[i] }
    follow(Array(0..<n), signs, shift: 0)
  }

  /// Takes over signs of which some have changed.
  ///
  /// More than half of them at once are cheaper anew.
  public func flip(_ flipped: [Int], to signs: [Int8]) {
    if 2 * flipped.count > n { build(signs) } else { follow(flipped, signs, shift: 1) }
  }

  /// A += 2^shift sⱼ Z of some columns, and all that follows from it.
  private func follow(_ places: [Int], _ signs: [Int8], shift: Int32) {
    let samples = max(1, Self.blockRows / m)
    for first in stride(from: 0, to: count, by: samples) {
      let end = min(first + samples, count)
      for j in places {
        Self.add(signs[j] > 0, columns, j * count * m, sums, first * m..<end * m, shift)
      }
      Self.judge(sums, fresh, first * m..<end * m, low, high)
      for i in first..<end { update(i) }
    }
  }

  private static func add(
    _ isPositive: Bool, _ column: UnsafeMutableBufferPointer<Int16>, _ offset: Int,
    _ sums: UnsafeMutableBufferPointer<Int32>, _ range: Range<Int>, _ shift: Int32
  ) {
    if isPositive {
      for r in range { sums[r] &+= Int32(column[offset &+ r]) &<< shift }
    } else {
      for r in range { sums[r] &-= Int32(column[offset &+ r]) &<< shift }
    }
  }

  private static func judge(
    _ sums: UnsafeMutableBufferPointer<Int32>, _ states: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>,
    _ low: Int32, _ high: Int32
  ) {
    for r in range {
      let a = sums[r]
      states[r] = (a > 0 ? 1 : 0) | (a > low ? 2 : 0) & (a < high ? 2 : 0)
    }
  }

  /// The rows of one sample whose state has changed.
  private func update(_ i: Int) {
    let (start, end) = (i * m, (i + 1) * m)
    var r = start
    let old = UnsafeRawPointer(states.baseAddress!)
    let new = UnsafeRawPointer(fresh.baseAddress!)
    while r + 8 <= end {
      var changes =
        old.loadUnaligned(fromByteOffset: r, as: UInt64.self).littleEndian
        ^ new.loadUnaligned(fromByteOffset: r, as: UInt64.self).littleEndian
      while changes != 0 {
        let byte = changes.trailingZeroBitCount / 8
        change(i, r + byte)
        changes &= ~(0xFF &<< UInt64(8 * byte))
      }
      r += 8
    }
    while r < end {
      if states[r] != fresh[r] { change(i, r) }
      r += 1
    }
  }

  private func change(_ i: Int, _ r: Int) {
    let (old, new) = (Int32(states[r]), Int32(fresh[r]))
    let output = outputs[r - i * m]
    residuals[i] &+= ((new & 1) - (old & 1)) &* output
    let open = (new >> 1) - (old >> 1)
    if open != 0, !hasConstantPushes { Self.add(open &* output, rows, r * n, pushes, i * n, n) }
    states[r] = fresh[r]
  }

  /// y += factor · x.
  private static func add(
    _ factor: Int32, _ x: UnsafeMutableBufferPointer<Int16>, _ from: Int, _ y: UnsafeMutableBufferPointer<Int32>,
    _ to: Int, _ count: Int
  ) {
    switch factor {
    case 1: for j in 0..<count { y[to &+ j] &+= Int32(x[from &+ j]) }
    case -1: for j in 0..<count { y[to &+ j] &-= Int32(x[from &+ j]) }
    default: for j in 0..<count { y[to &+ j] &+= factor &* Int32(x[from &+ j]) }
    }
  }

  /// Σᵢ ρ_i H_i and Σ ρ², ρ = R − noise, in order of i.
  public func gradient(noise: [Double]) -> (gradient: [Double], squares: Double) {
    var total = [Double](repeating: 0, count: n)
    var squares = 0.0
    total.withUnsafeMutableBufferPointer { total in
      for i in 0..<count {
        let residual = Double(residuals[i]) - noise[i]
        squares += residual * residual
        guard residual != 0 else { continue }
        let start = i * n
        for j in 0..<n { total[j] += residual * Double(pushes[start &+ j]) }
      }
    }
    return (total, squares)
  }
}

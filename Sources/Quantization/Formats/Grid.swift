import Messages

/// Numbers that a user lists: any set of at most 65,536 finite reals.
///
/// The code is the rank, 0 for the smallest; ties in rounding to even go to an even rank. Numbers need not lie
/// symmetrically about 0.
public struct Grid: NumberFormat {
  public let name: String
  /// Ascending, each once.
  public let numbers: [Double]

  /// - Parameter name: Also what a refusal names: the file.
  /// - Throws: a `Refusal` for fewer than two distinct numbers, more than 65,536, or one that is not finite.
  public init(_ name: String, _ numbers: [Double]) throws {
    if let odd = numbers.first(where: { !$0.isFinite }) {
      throw Refusal.input("\(name): a grid holds finite numbers; found \(odd)")
    }
    // +0 removes the sign of a zero.
    let sorted = Set(numbers.map { $0 + 0 }).sorted()
    guard (2...65_536).contains(sorted.count) else {
      throw Refusal.input("\(name): a grid has 2 to 65,536 distinct numbers; found \(sorted.count)")
    }
    guard sorted.allSatisfy({ $0.magnitude <= 1e100 }) else {
      throw Refusal.input("\(name): numbers of a grid have magnitudes up to 1e100; divide them by a scale")
    }
    self.name = name
    self.numbers = sorted
  }

  public var bitWidth: Int { Int.bitWidth - (numbers.count - 1).leadingZeroBitCount }
  public var range: Double { max(numbers[0].magnitude, numbers[numbers.count - 1].magnitude) }
  public func value(of code: UInt16) -> Double? { Int(code) < numbers.count ? numbers[Int(code)] : nil }

  /// The rank of the largest number not above x; −1 where all are above.
  private func rank(_ x: Double) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  public func code(nearest x: Double) -> UInt16 { UInt16(rank(rounded(x, by: NearestUp()))) }

  public func neighbors(of x: Double) -> Neighbors {
    let x = x.isNaN ? 0 : x
    let lower = rank(x)
    if lower < 0 { return Neighbors(numbers[0]) }
    if lower == numbers.count - 1 || numbers[lower] == x { return Neighbors(numbers[lower]) }
    return Neighbors(numbers[lower], numbers[lower + 1], lowerIsEven: lower & 1 == 0)
  }
}

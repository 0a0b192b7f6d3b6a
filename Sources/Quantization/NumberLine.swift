/// All numbers of a format in ascending order: rounding by search, which is the definition.
///
/// The fast forms of a format agree with it bit for bit. Of two zeros the one with the sign of x is taken.
public struct NumberLine: Sendable {
  /// The distinct numbers, ascending; a zero is +0.
  public let numbers: [Double]
  /// Their codes; of two zeros that of +0.
  public let codes: [UInt16]
  /// The code of −0; nil where the format has none.
  public let negativeZero: UInt16?
  private let evens: [Bool]

  /// - Complexity: O(n log n) for n numbers.
  public init(_ format: some NumberFormat) {
    func isNegativeZero(_ value: Double) -> Bool { value == 0 && value.sign == .minus }
    let all = format.codes.map { (code: $0, value: format.value(of: $0)!) }
    negativeZero = all.first { isNegativeZero($0.value) }?.code
    let sorted = all.filter { !isNegativeZero($0.value) }.sorted { $0.value < $1.value }
    numbers = sorted.map(\.value)
    codes = sorted.map(\.code)
    evens = sorted.map { format.isEven($0.code) }
  }

  /// The rank of the largest number not above x; −1 where all are above.
  private func rank(_ x: Double) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// The numbers next to x.
  public func neighbors(of x: Double) -> Neighbors {
    let x = x.isNaN ? 0 : x
    func signed(_ value: Double) -> Double { value == 0 && x.sign == .minus && negativeZero != nil ? -0.0 : value }
    let lower = rank(x)
    if lower < 0 { return Neighbors(numbers[0]) }
    if lower == numbers.count - 1 || numbers[lower] == x { return Neighbors(signed(numbers[lower])) }
    return Neighbors(signed(numbers[lower]), signed(numbers[lower + 1]), lowerIsEven: evens[lower])
  }

  /// Whether ties above the number of that rank go to it in rounding to even.
  func lowerIsEven(_ rank: Int) -> Bool { evens[rank] }

  /// The code of one of the two numbers next to x.
  public func code(for x: Double, by rounding: some Rounding, noise: Double = 0) -> UInt16 {
    let x = x.isNaN ? 0 : x
    let around = neighbors(of: x)
    let number = rounding.roundsUp(x, around, noise: noise) ? around.upper : around.lower
    if number == 0, number.sign == .minus, let negativeZero { return negativeZero }
    return codes[rank(number)]
  }
}

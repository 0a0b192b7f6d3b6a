import LinearAlgebra
import Quotes
import Testing

@Suite struct ReceiptTests {
  /// 20 wrong of 100.
  private static let errors = (0..<100).map { $0 % 5 == 0 ? 1.0 : 0 }
  private static let leftOut = ControlledError(errors, at: Array(0..<100), related: errors)

  private func halfWidth(_ receipt: Receipt?) throws -> Double {
    let receipt = try #require(receipt)
    return (receipt.band.upperBound - receipt.band.lowerBound) / 2
  }

  /// 1.645 √(s²/n + s²/n_test + c²), s² = 16/99.
  @Test func widthIsItsFormula() throws {
    let (population, test) = (
      Receipt(Self.leftOut, sampleCount: 100, testCount: nil, kind: .classification(bitWidth: 32)),
      Receipt(Self.leftOut, sampleCount: 100, testCount: 50, kind: .classification(bitWidth: 1))
    )
    let share = 16.0 / 99
    #expect((try halfWidth(population) - 1.645 * (share / 100 + 1e-4).squareRoot()).magnitude < 1e-12)
    #expect((try halfWidth(test) - 1.645 * (share * 0.03 + 4e-4).squareRoot()).magnitude < 1e-12)
    #expect(population?.error == 0.2 && population?.band.contains(0.2) == true)
  }

  /// No mistake on 50 rows is no proof that there are none.
  @Test func noMistakeIsNoCertainty() throws {
    let perfect = ControlledError(
      [Double](repeating: 0, count: 50), at: Array(0..<50), related: .init(repeating: 0, count: 50))
    let receipt = try #require(Receipt(perfect, sampleCount: 50, testCount: nil, kind: .classification(bitWidth: 32)))
    #expect(receipt.error == 0 && receipt.band.lowerBound == 0)
    #expect(receipt.band.upperBound > 1.645 * (0.04 * 0.96 / 50).squareRoot() && receipt.band.upperBound < 0.1)
  }

  @Test func regressionHasNoLimitAndNoFloor() throws {
    let squares = [4.0, 0, 9, 1]
    let receipt = Receipt(
      ControlledError(squares, at: Array(0..<4), related: squares), sampleCount: 4, testCount: nil, kind: .regression)
    // s² = 49/3 over four.
    #expect((try halfWidth(receipt) - 1.645 * (49.0 / 12).squareRoot()).magnitude < 1e-12)
    let none = ControlledError([.nan], at: [0], related: [.nan])
    #expect(Receipt(none, sampleCount: 1, testCount: nil, kind: .regression) == nil)
  }
}

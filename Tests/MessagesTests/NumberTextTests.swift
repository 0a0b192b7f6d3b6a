import Messages
import Testing

@Suite struct NumberTextTests {
  @Test func fixedRoundsHalfAway() {
    #expect(NumberText.fixed(2.345, 1) == "2.3")
    #expect(NumberText.fixed(0.5, 0) == "1")
    #expect(NumberText.fixed(-0.04, 1) == "0.0")
    #expect(NumberText.fixed(-12.06, 1) == "-12.1")
    #expect(NumberText.fixed(3.005, 3) == "3.005")
    #expect(NumberText.fixed(.nan, 2) == "nan")
    #expect(NumberText.fixed(-.infinity, 2) == "-inf")
    #expect(NumberText.fixed(1e300, 2) == "1e+300")
  }

  @Test func shortKeepsThreeDigits() {
    #expect(NumberText.short(0) == "0")
    #expect(NumberText.short(0.00123) == "0.00123")
    #expect(NumberText.short(45.64) == "45.6")
    #expect(NumberText.short(7890.4) == "7890")
    #expect(NumberText.short(1.234e9) == "1.23e+09")
    #expect(NumberText.short(9.999e-5) == "1.00e-04")
    #expect(NumberText.short(100) == "100")
  }

  @Test func bytesAndGroups() {
    #expect(NumberText.bytes(1_322) == "1,322 B")
    #expect(NumberText.bytes(99_999) == "99,999 B")
    #expect(NumberText.bytes(317_440) == "310.0 kB")
    #expect(NumberText.grouped(-1_234_005) == "-1,234,005")
  }
}

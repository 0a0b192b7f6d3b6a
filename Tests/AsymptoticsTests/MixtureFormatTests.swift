import Asymptotics
import ConvexFunctions
import Testing

/// Errors after storing in few bits, beside the predictions of another program.
@Suite struct MixtureFormatTests {
  /// In percent: two and three bits, and for ℓ1 pruning to half of the predicted non-zeros.
  ///
  /// - Source: computed in Python, independently of this package, from the equations of Documentation/MixtureTheory.md.
  static let reference: [(setting: Character, penalty: String, lambda: Double, format: String, error: Double)] = [
    ("A", "l2", 10, "q2", 46),
    ("A", "l2", 10, "q3", 42.24),
    ("A", "l2", 30, "q2", 40.52),
    ("A", "l2", 30, "q3", 36.34),
    ("A", "l2", 100, "q2", 28.3),
    ("A", "l2", 100, "q3", 23.67),
    ("A", "l2", 300, "q2", 12.09),
    ("A", "l2", 300, "q3", 8.5),
    ("A", "l2", 1000, "q2", 0.79),
    ("A", "l2", 1000, "q3", 0.31),
    ("A", "l2", 3000, "q2", 0),
    ("A", "l2", 3000, "q3", 0),
    ("A", "l2", 10000, "q2", 0),
    ("A", "l2", 10000, "q3", 0),
    ("A", "l1", 0.1, "half", 50.26),
    ("A", "l1", 1, "half", 43.42),
    ("A", "l1", 2, "half", 36.69),
    ("A", "l1", 5, "half", 21.34),
    ("A", "l1", 10, "half", 7.61),
    ("A", "l1", 20, "half", 1.2),
    ("A", "l1", 30, "half", 0.68),
    ("A", "l1", 50, "half", 1.41),
    ("A", "l1", 70, "half", 4),
    ("A", "l1", 100, "half", 12.85),
    ("A", "l1", 200, "half", 49.87),
    ("A", "l1", 300, "half", 64.33),
    ("A", "linf", 100, "q2", 49.39),
    ("A", "linf", 100, "q3", 47.98),
    ("A", "linf", 300, "q2", 44.14),
    ("A", "linf", 300, "q3", 42.62),
    ("A", "linf", 1000, "q2", 28.61),
    ("A", "linf", 1000, "q3", 27.06),
    ("A", "linf", 2000, "q2", 13.24),
    ("A", "linf", 2000, "q3", 12.19),
    ("A", "linf", 3000, "q2", 4.76),
    ("A", "linf", 3000, "q3", 4.26),
    ("A", "linf", 5000, "q2", 0.24),
    ("A", "linf", 5000, "q3", 0.21),
    ("A", "linf", 8000, "q2", 0),
    ("A", "linf", 8000, "q3", 0),
    ("A", "linf", 10000, "q2", 0),
    ("A", "linf", 10000, "q3", 0),
    ("C", "l2", 10, "q2", 18.14),
    ("C", "l2", 10, "q3", 13.89),
    ("C", "l2", 30, "q2", 13.99),
    ("C", "l2", 30, "q3", 10.16),
    ("C", "l2", 100, "q2", 6.14),
    ("C", "l2", 100, "q3", 3.75),
    ("C", "l2", 300, "q2", 0.75),
    ("C", "l2", 300, "q3", 0.29),
    ("C", "l2", 1000, "q2", 0),
    ("C", "l2", 1000, "q3", 0),
    ("C", "l2", 3000, "q2", 0),
    ("C", "l2", 3000, "q3", 0),
    ("C", "l2", 10000, "q2", 0),
    ("C", "l2", 10000, "q3", 0),
    ("C", "l1", 0.1, "half", 26.12),
    ("C", "l1", 1, "half", 19.25),
    ("C", "l1", 2, "half", 13.27),
    ("C", "l1", 5, "half", 3.81),
    ("C", "l1", 10, "half", 0.54),
    ("C", "l1", 20, "half", 0.15),
    ("C", "l1", 30, "half", 0.27),
    ("C", "l1", 50, "half", 1.53),
    ("C", "l1", 70, "half", 5.54),
    ("C", "l1", 100, "half", 17.95),
    ("C", "l1", 200, "half", 56.41),
    ("C", "l1", 300, "half", 69.42),
    ("C", "linf", 100, "q2", 20.99),
    ("C", "linf", 100, "q3", 19.54),
    ("C", "linf", 300, "q2", 14.76),
    ("C", "linf", 300, "q3", 13.55),
    ("C", "linf", 1000, "q2", 2.97),
    ("C", "linf", 1000, "q3", 2.59),
    ("C", "linf", 2000, "q2", 0.11),
    ("C", "linf", 2000, "q3", 0.09),
    ("C", "linf", 3000, "q2", 0),
    ("C", "linf", 3000, "q3", 0),
    ("C", "linf", 5000, "q2", 0),
    ("C", "linf", 5000, "q3", 0),
    ("C", "linf", 8000, "q2", 0),
    ("C", "linf", 8000, "q3", 0),
    ("C", "linf", 10000, "q2", 0),
    ("C", "linf", 10000, "q3", 0),
  ]

  @Test func tables() throws {
    #expect(Self.reference.count == 84)
    for setting in ["A", "C"] as [Character] {
      let plain = try MixtureTableTests.theory(setting)
      for there in Self.reference where there.setting == setting {
        let penalty = try #require(Penalties.named(there.penalty))
        let format: MixtureFormat
        switch there.format {
        case "q2": format = .integer(bits: 2)
        case "q3": format = .integer(bits: 3)
        default:
          let nonzero = try plain.column(0, penalty, lambda: there.lambda).nonzeroFraction
          format = .pruned(fraction: 1 - nonzero / 2)
        }
        let theory = try MixtureTheory(plain.setting, formats: [format])
        let here = try #require(try theory.row(penalty, lambda: there.lambda).formatErrors[0]).mean
        #expect(
          abs(100 * here - there.error) <= 0.006,
          "\(setting) \(there.penalty) λ = \(there.lambda), \(there.format): \(100 * here), expected \(there.error)")
      }
    }
  }
}

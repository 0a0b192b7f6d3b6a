import Compression
import Messages

/// One way to store a solution: its form, how the weights are rounded to it, where the scales come from.
struct StorageChoice: Sendable {
  let form: any StorageForm
  let rounding: Rounding
  let scale: Scale

  /// How weights become numbers of a format.
  enum Rounding: String, Sendable, CaseIterable {
    /// Each to a near number: a function of the weights alone.
    case plain
    /// So that the scores on the training rows change least; for ridge, whose objective it then minimizes.
    case dataAware = "data-aware"
  }

  /// What the multiplier of each class is.
  enum Scale: String, Sendable, CaseIterable {
    /// As the rounding left it.
    case weights
    /// By least squares on the training rows.
    case refit
  }

  /// At this many bits and above plain rounding loses nothing that data-aware rounding could win.
  static let mostDataAwareBits = 4

  /// What distinguishes the form from another of the same name.
  var remark: String {
    guard let pruned = form as? PrunedForm else { return "" }
    return "\(NumberText.short(100 * pruned.fraction)) % pruned"
  }

  /// Whether two choices share a row of the table: there the better scale stands for both.
  func sharesRow(with other: StorageChoice) -> Bool {
    form.name == other.form.name && rounding == other.rounding && remark == other.remark
  }

  /// Some of the choices, those that share a row together.
  static func rows(_ choices: [StorageChoice], among some: [Int]) -> [[Int]] {
    var rows: [[Int]] = []
    for c in some {
      if let row = rows.firstIndex(where: { choices[$0[0]].sharesRow(with: choices[c]) }) {
        rows[row].append(c)
      } else {
        rows.append([c])
      }
    }
    return rows
  }

  /// Whether it is the form as it is: plain rounding, scales from the weights, nothing pruned.
  func isPlain(_ name: String) -> Bool {
    form.name == name && rounding == .plain && scale == .weights && remark.isEmpty
  }

  /// Every choice among the forms for a penalty.
  static func all(_ forms: [any StorageForm], roundings: [Rounding], isRidge: Bool) -> [StorageChoice] {
    forms.flatMap { form -> [StorageChoice] in
      guard form is any QuantizedForm else { return [StorageChoice(form: form, rounding: .plain, scale: .weights)] }
      let possible = roundings.filter { $0 == .plain || (isRidge && form.bitWidth <= mostDataAwareBits) }
      return possible.flatMap { rounding in
        Scale.allCases.map { StorageChoice(form: form, rounding: rounding, scale: $0) }
      }
    }
  }
}

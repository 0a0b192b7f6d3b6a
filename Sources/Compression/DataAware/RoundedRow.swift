import LinearAlgebra
import Quantization

/// One row of numbers q and its scale s, improved number by number.
struct RoundedRow {
  private(set) var numbers: [Double]
  private(set) var scale: Double
  /// H q.
  private var product: [Double]

  /// Numbers at a given scale.
  init(numbers: [Double], scale: Double, on row: RowObjective) {
    self.numbers = numbers
    self.scale = scale
    product = Matrix(rows: 1, columns: numbers.count, elements: numbers).times(row.hessian).elements
  }

  /// Numbers at the scale that is best for them; all turned around where that would be negative.
  init(numbers: [Double], on row: RowObjective) {
    let turn = dot(numbers[...], row.pull[...]) < 0
    self.init(numbers: turn ? numbers.map { -$0 } : numbers, scale: 0, on: row)
    rescale(on: row)
  }

  /// (s q − w)ᵀ H (s q − w).
  func excess(on row: RowObjective) -> Double {
    row.atZero - 2 * scale * dot(numbers[...], row.pull[...]) + scale * scale * dot(numbers[...], product[...])
  }

  /// Sweeps over the numbers, each going to the best value while the others stay, until few change.
  ///
  /// The scale is solved for again before every sweep; neither step can raise the excess.
  mutating func descend(on row: RowObjective, to format: some NumberFormat, observe: (Double) -> Void) {
    observe(excess(on: row))
    for _ in 0..<12 {
      rescale(on: row)
      guard scale > 0 else { return }
      let changed = sweep(on: row, to: format)
      observe(excess(on: row))
      if Double(changed) < 0.001 * Double(numbers.count) { break }
    }
    rescale(on: row)
  }

  /// s = argmin of the excess = ⟨q, Hw⟩ / ⟨q, Hq⟩; as it is where the numbers point away from the weights.
  private mutating func rescale(on row: RowObjective) {
    let best = dot(numbers[...], row.pull[...]) / dot(numbers[...], product[...])
    if best > 0, best.isFinite { scale = best }
  }

  private mutating func sweep(on row: RowObjective, to format: some NumberFormat) -> Int {
    var changed = 0
    for j in numbers.indices {
      let curvature = row.hessian[j, j]
      guard curvature > 0 else { continue }
      // The minimum along coordinate j, in units of the scale.
      let free = numbers[j] + (row.pull[j] / scale - product[j]) / curvature
      let number = format.nearest(free)
      guard (number - free).magnitude < (numbers[j] - free).magnitude else { continue }
      add(number - numbers[j], times: row.hessian.row(j), to: &product)
      numbers[j] = number
      changed += 1
    }
    return changed
  }
}

import Plots
public import Workbench

/// How far the dots of a figure lie from the theory, over all panels that show the same quantity.
public struct FigureAgreement: Sendable, Codable, Equatable {
  /// The label of their y axis: "Test error".
  public let quantity: String
  /// What differences are counted in: "percentage points", "standard errors"; of a pure number the quantity: "test MSE".
  public let unit: String
  /// The dots with a prediction.
  public let dots: Int
  /// In `unit`.
  public let largestDifference: Double
  /// In `unit`.
  public let meanDifference: Double
  /// In standard errors, over the dots that have one.
  @OrNull public var rootMeanSquareZ: Double?
}

extension FigureAgreement {
  /// One for each quantity, in the order of the panels; none where nothing was predicted at a dot.
  static func all(of panels: [FigurePanel]) -> [FigureAgreement] {
    var axes: [Axis] = []
    for panel in panels where !axes.contains(where: { panel.y.showsSameQuantity(as: $0) }) { axes.append(panel.y) }
    return axes.compactMap { axis in
      FigureAgreement(axis, panels.filter { $0.y.showsSameQuantity(as: axis) }.flatMap(\.series))
    }
  }

  private init?(_ axis: Axis, _ series: [FigureSeries]) {
    let pairs = series.filter { $0.kind == .measured || $0.kind == .joined }.flatMap(\.points).compactMap { point in
      point.predicted.flatMap { predicted -> (difference: Double, error: Double?)? in
        let difference = point.y - predicted
        return difference.isFinite ? (difference, point.standardError) : nil
      }
    }
    guard !pairs.isEmpty else { return nil }
    let sizes = pairs.map(\.difference.magnitude)
    // Where every data set gives the same number, as guessing does, there is no scale to measure by.
    let scores = pairs.compactMap { pair in pair.error.flatMap { $0 > 1e-9 ? pair.difference / $0 : nil } }
    self.init(
      quantity: axis.label, unit: axis.unitOfDifferences, dots: pairs.count, largestDifference: sizes.max() ?? 0,
      meanDifference: sizes.reduce(0, +) / Double(sizes.count),
      rootMeanSquareZ: scores.isEmpty
        ? nil : (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot())
  }
}

extension Axis {
  fileprivate func showsSameQuantity(as other: Axis) -> Bool { label == other.label && unit == other.unit }

  /// Two percentages differ by percentage points, and not by a percentage.
  fileprivate var unitOfDifferences: String {
    switch unit {
    case "%", "points": "percentage points"
    case "": label.dropFirst().first?.isLowercase == true ? label.prefix(1).lowercased() + label.dropFirst() : label
    default: unit
    }
  }
}

/// The borders between the cells of a heat map: half way to the neighbors, on the scale of the axis.
struct CellGrid {
  private let values: [Double]
  private let borders: [Double]

  /// - Parameter values: Where cells have their middle, in any order and often.
  init(_ values: [Double], on axis: Axis) {
    let sorted = Set(values.filter(axis.shows)).sorted()
    self.values = sorted
    func place(_ value: Double) -> Double { axis.scale == .log10 ? decimalLogarithm(value) : value }
    func value(_ place: Double) -> Double { axis.scale == .log10 ? raised(place) : place }
    let places = sorted.map(place)
    guard let first = places.first, let last = places.last else {
      borders = []
      return
    }
    let middles = zip(places, places.dropFirst()).map { ($0 + $1) / 2 }
    // The outer cells are symmetric; a single one takes half a unit to each side.
    let low = middles.first.map { 2 * first - $0 } ?? first - 0.5
    let high = middles.last.map { 2 * last - $0 } ?? last + 0.5
    borders = ([low] + middles + [high]).map(value)
  }

  /// The ends of all cells together; empty where there are none.
  var ends: [Double] { borders.isEmpty ? [] : [borders[0], borders[borders.count - 1]] }

  /// The ends of the cell around one of the values.
  func cell(around value: Double) -> (low: Double, high: Double)? {
    values.firstIndex(of: value).map { (borders[$0], borders[$0 + 1]) }
  }
}

public import LinearAlgebra

extension Targets {
  /// All rows in random order, such that every stretch has about the shares of the classes.
  ///
  /// Row number r of the c rows of a class, in random order, has the place (r + ½)/c.
  public func stratifiedOrder(using stream: RandomStream) -> [Int] {
    var random = stream
    let order = random.permutation(count)
    guard case .classes(let labels, let names) = self else { return order }
    var counts = [Double](repeating: 0, count: names.count)
    for label in labels { counts[label] += 1 }
    var seen = [Double](repeating: 0, count: names.count)
    let places = order.map { i -> Double in
      defer { seen[labels[i]] += 1 }
      return (seen[labels[i]] + 0.5) / counts[labels[i]]
    }
    return order.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { order[$0] }
  }
}

import ConvexSolvers
import DataFiles
import DataModels
import LinearAlgebra
import Messages

/// A data set on which solvers are measured; every bench that names it has the same bits.
enum SolverCase: String, CaseIterable, Sendable {
  /// d = 750, n = 500, k = 5: the mixture of arXiv 2402.10474 over √d.
  case small
  /// d = 20,000, n = 2,000, k = 10.
  case big
  /// The built-in digits, centered.
  case digits
  /// The first half of the 10,000 test images of MNIST over 255, centered.
  case mnist
  /// 27 strengths at once on the data of `small`.
  case path
  /// Over in no time, for tests.
  case tiny

  static let seed: UInt64 = 20_240_527

  static func named(_ name: String) throws -> SolverCase {
    guard let found = SolverCase(rawValue: name) else {
      throw Refusal.usage(
        "there is no case \"\(name)\"; \(Suggestion.question(for: name, among: allCases.map(\.rawValue)))")
    }
    return found
  }

  /// X and Y, centered where the case has an intercept; nil where the files are not on this machine.
  func draw(mnistFolders: [String]) throws -> (x: Matrix, y: Matrix)? {
    switch self {
    case .small, .path: return try mixture("mixture:d=750,n=500,k=5")
    case .big: return try mixture("mixture:d=20000,n=2000,k=10")
    case .tiny: return try mixture("mixture:d=40,n=30,k=3")
    case .digits: return centered(try BuiltInData.digits())
    case .mnist:
      let names = ["t10k-images-idx3-ubyte", "t10k-images-idx3-ubyte.gz"]
      let paths = mnistFolders.flatMap { folder in names.map { "\(folder)/\($0)" } }
      guard let images = paths.first(where: FileBytes.exists) else { return nil }
      var data = try DataSource(path: images).load()
      data = data.rows(Array(0..<min(5000, data.sampleCount)))
      for i in data.features.elements.indices { data.features.elements[i] /= 255 }
      return centered(data)
    }
  }

  private func mixture(_ text: String) throws -> (x: Matrix, y: Matrix) {
    let description = try MixtureDescription(parsing: text)
    let data = try description.draw(testCount: 0, using: RandomStream(seed: Self.seed).branch("bench")).training
    var x = data.features
    let scale = 1 / Double(x.columnCount).squareRoot()
    for i in x.elements.indices { x.elements[i] *= scale }
    return (x, data.targets.matrix)
  }

  private func centered(_ data: LabeledData) -> (x: Matrix, y: Matrix) {
    func centered(_ a: Matrix) -> Matrix {
      var a = a
      for j in 0..<a.columnCount {
        let mean = (0..<a.rowCount).reduce(0) { $0 + a[$1, j] } / Double(a.rowCount)
        for i in 0..<a.rowCount { a[i, j] -= mean }
      }
      return a
    }
    return (centered(data.features), centered(data.targets.matrix))
  }
}

import DataModels
import FeatureMaps
import LinearAlgebra

/// The teachers of one trial, which may look into the map that is trained.
struct FeatureTeachers {
  private let teacher: FeatureTeacher
  /// One row for each teacher: a* or β.
  private let coefficients: Matrix
  /// Var β·x, for the general teacher.
  private let linearVariance: Double

  /// Teacher t takes its coefficients from the branch "teacher" t; β is the same for all.
  init(_ model: FeatureRegression, count: Int, using stream: RandomStream) {
    teacher = model.teacher
    switch model.teacher {
    case .layer(let layer):
      let width = layer == 0 ? model.inputCount : model.widths[layer - 1]
      let scale = 1 / Double(width).squareRoot()
      coefficients = Matrix(
        rows: count, columns: width,
        elements: (0..<count).flatMap { t in
          var draws = stream.branch("teacher", t)
          return draws.gaussians(width).map { scale * $0 }
        })
      linearVariance = 0
    case .linear(let beta), .general(let beta, _):
      coefficients = Matrix(
        rows: count, columns: beta.count, elements: (0..<count).flatMap { _ in beta })
      linearVariance = zip(beta, model.spectrum.eigenvalues).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    }
  }

  /// The last features of each row and what every teacher says to it (rows × T), a thousand rows at a time.
  ///
  /// - Parameter body: called with the first row of the block, its features and the outputs of the teachers.
  func run(_ map: DeepMap, on inputs: Matrix, _ body: (Int, Matrix, Matrix) -> Void) {
    let step = 1024
    for low in stride(from: 0, to: inputs.rowCount, by: step) {
      let range = low..<min(low + step, inputs.rowCount)
      let rows = inputs.rowCount <= step ? inputs : inputs.rows(Array(range))
      var taught = taughtLayer == 0 ? rows.timesTransposed(coefficients) : Matrix(rows: 0, columns: 0)
      var features = FloatMatrix(rows)
      for (index, layer) in map.layers.enumerated() {
        features = layer.features(of: features)
        if index + 1 == taughtLayer { taught = features.widened.timesTransposed(coefficients) }
      }
      if case .general(_, let variance) = teacher, linearVariance > 0 {
        let factor = (variance / 2).squareRoot()
        for i in taught.elements.indices {
          let z = taught.elements[i]
          taught.elements[i] = z + factor * (z * z / linearVariance - 1)
        }
      }
      body(low, features.widened, taught)
    }
  }

  private var taughtLayer: Int {
    if case .layer(let layer) = teacher { layer } else { 0 }
  }
}

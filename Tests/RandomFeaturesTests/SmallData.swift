import Activations
import DataModels
import FeatureMaps
import LinearAlgebra

/// Problems small enough for slow twins in debug builds.
enum SmallData {
  /// Three classes that depend on the inputs, which have a mean.
  static func classes(_ n: Int, inputs d: Int, seed: UInt64 = 61) -> LabeledData {
    var stream = RandomStream(seed: seed).branch("small", n)
    let x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d).map { $0 + 0.5 })
    let labels = (0..<n).map { i in x[i, 0] > 1 ? 2 : x[i, 1 % d] > 0.5 ? 1 : 0 }
    return try! LabeledData(features: x, targets: .classes(labels: labels, names: ["a", "b", "c"]))
  }

  /// Two real targets with large means and different units.
  static func values(_ n: Int, inputs d: Int) -> LabeledData {
    var stream = RandomStream(seed: 62).branch("small", n)
    let x = Matrix(rows: n, columns: d, elements: stream.gaussians(n * d))
    var y = Matrix(rows: n, columns: 2)
    for i in 0..<n {
      y[i, 0] = 1000 + x[i, 0] * x[i, 0]
      y[i, 1] = -3 + 0.01 * x[i, 1]
    }
    return try! LabeledData(features: x, targets: .values(y))
  }

  /// Features in Float64.
  static func features(_ map: any FeatureMap, _ data: LabeledData) -> Matrix {
    map.features(of: FloatMatrix(data.features)).widened
  }
}

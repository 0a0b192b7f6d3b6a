import Activations
import DataModels
import LinearAlgebra

/// The loss's coarse gradient by two products of BLAS in Float32, each on the layout that suits it.
struct DenseStep {
  private let setting: StraightThroughSetting
  private let sample: TeacherSample
  /// Zᵀ (n × N m).
  private let transposed: [Float]
  private let outputs: [Float]

  init(_ setting: StraightThroughSetting, _ sample: TeacherSample) {
    self.setting = setting
    self.sample = sample
    let (n, rows) = (sample.weightCount, sample.sampleCount * sample.hiddenCount)
    let z = sample.backward
    transposed = [Float](unsafeUninitializedCapacity: n * rows) { buffer, count in
      for r in 0..<rows { for j in 0..<n { buffer[j * rows + r] = z[r * n + j] } }
      count = n * rows
    }
    outputs = sample.outputWeights.map { Float(Double($0) * sample.outputUnit) }
  }

  /// Σᵢ r_i h_i, labels left out: they cost nothing.
  func gradient(_ signs: [Int8]) -> [Float] {
    let (n, m, count) = (sample.weightCount, sample.hiddenCount, sample.sampleCount)
    let root = Float(n).squareRoot()
    var sums = [Float](repeating: 0, count: count * m)
    matrixVector(sample.forward, rows: count * m, columns: n, signs.map { Float($0) / root }, into: &sums)
    let (low, high) = (setting.surrogate.isEven ? -Float(setting.surrogate.cutoff) : 0, Float(setting.surrogate.cutoff))
    sums.withUnsafeMutableBufferPointer { sums in
      outputs.withUnsafeBufferPointer { outputs in
        for i in 0..<count {
          var residual: Float = 0
          for k in 0..<m { residual += sums[i * m + k] > 0 ? outputs[k] : 0 }
          for k in 0..<m {
            let a = sums[i * m + k]
            sums[i * m + k] = a > low && a < high ? residual * outputs[k] : 0
          }
        }
      }
    }
    var gradient = [Float](repeating: 0, count: n)
    matrixVector(transposed, rows: n, columns: count * m, sums, into: &gradient)
    return gradient
  }
}

import Activations
import DataModels
import LinearAlgebra

/// The coarse gradient by two products of BLAS in Float32: on one copy of the inputs, or on a transposed one too, which suits
/// the second product but is read beside the first.
struct DenseStep {
  private let setting: StraightThroughSetting
  private let sample: TeacherSample
  /// Zᵀ (n × N m).
  private let transposed: [Float]
  /// Z (N m × n).
  private let matrix: FloatMatrix
  private let outputs: [Float]

  init(_ setting: StraightThroughSetting, _ sample: TeacherSample) {
    self.setting = setting
    self.sample = sample
    let (n, rows) = (sample.weightCount, sample.sampleCount * sample.hiddenCount)
    let z = sample.backward
    matrix = FloatMatrix(rows: rows, columns: n, elements: z)
    transposed = [Float](unsafeUninitializedCapacity: n * rows) { buffer, count in
      for r in 0..<rows { for j in 0..<n { buffer[j * rows + r] = z[r * n + j] } }
      count = n * rows
    }
    outputs = sample.outputWeights.map { Float(Double($0) * sample.outputUnit) }
  }

  /// Σᵢ r_i h_i, labels left out: they cost nothing.
  func gradient(_ signs: [Int8], copies: Int) -> [Float] {
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
    guard copies > 1 else { return FloatMatrix(rows: 1, columns: count * m, elements: sums).times(matrix).elements }
    var gradient = [Float](repeating: 0, count: n)
    matrixVector(transposed, rows: n, columns: count * m, sums, into: &gradient)
    return gradient
  }
}

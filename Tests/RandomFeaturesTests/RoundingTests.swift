import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import FeatureMaps
import LinearAlgebra
import PackedInference
import RandomFeatures
import Testing

/// Few bits on the last layer: what the factor and the intercept promise.
@Suite struct RoundingTests {
  private static let data = SmallData.classes(200, inputs: 8)

  private func fit(_ width: Int) throws -> (map: any FeatureMap, layer: LastLayer) {
    let map = try DenseMap(inputCount: 8, outputCount: width, seed: 9)
    return (map, try LastLayerFit()(map, on: Self.data))
  }

  private func squaredError(_ weights: Matrix, _ intercept: [Double], _ map: any FeatureMap) -> Double {
    let features = SmallData.features(map, Self.data)
    let y = Self.data.targets.matrix
    var scores = features.timesTransposed(weights)
    var sum = 0.0
    for i in 0..<y.rowCount {
      for k in 0..<y.columnCount {
        scores[i, k] += intercept[k]
        sum += (scores[i, k] - y[i, k]) * (scores[i, k] - y[i, k])
      }
    }
    return sum
  }

  /// Looking at the data is better on the training rows, and no other factor or intercept is.
  @Test(arguments: ["sign", "int2", "int4"], [30, 300]) func roundsWell(name: String, width: Int) throws {
    let (map, layer) = try fit(width)
    let form = try #require(StorageForms.named(name) as? any QuantizedForm)
    let rounding = LastLayerRounding(layer)
    #expect(rounding.isDataAware)
    let (aware, intercept) = rounding(form)
    let plain = rounding(form, looksAtData: false)
    let found = squaredError(aware.matrix, intercept, map)
    // What is lowered is the ridge objective, which near interpolation is not the error alone.
    #expect(found < 1.001 * squaredError(plain.layer.matrix, plain.intercept, map))
    for k in 0..<3 {
      for factor in [0.99, 1.01] {
        var weights = aware.matrix
        for j in weights.range(ofRow: k) { weights.elements[j] *= factor }
        #expect(squaredError(weights, layer.intercept(for: weights), map) > found)
      }
      var moved = intercept
      moved[k] += 0.01
      #expect(squaredError(aware.matrix, moved, map) > found)
    }
  }

  /// The packed model computes what its parts say.
  @Test func modelRunsItsParts() throws {
    let (map, layer) = try fit(60)
    let (packed, intercept) = LastLayerRounding(layer)(SignForm())
    let model = try Model(map: map, layer: packed, intercept: intercept.map { Float($0) }, answer: .values)
    let scores = try model.scores(Self.data.features)
    let expected = SmallData.features(map, Self.data).timesTransposed(packed.matrix)
    for i in 0..<scores.rowCount {
      for k in 0..<3 { #expect(abs(scores[i, k] - expected[i, k] - intercept[k]) < 1e-4) }
    }
    guard case .classes(let labels, _) = Self.data.targets else { return }
    let wrong = zip(Model.labels(of: scores), labels).count { $0 != $1 }
    #expect(wrong < 40)
  }
}

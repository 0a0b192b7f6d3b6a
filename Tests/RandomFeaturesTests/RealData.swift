import Compression
import ConvexFunctions
import DataFiles
import DataModels
import FeatureMaps
import Foundation
import LinearAlgebra
import PackedInference
import RandomFeatures
import Testing

/// Handwritten digits, the first rows of which train, with pixels in [0, 1].
struct RealData {
  let training: LabeledData
  let test: LabeledData
  let image: FeatureMaps.ImageShape

  init(_ data: LabeledData, training count: Int, brightest: Double) throws {
    var data = data
    for i in data.features.elements.indices { data.features.elements[i] /= brightest }
    training = data.rows(Array(0..<count))
    test = data.rows(Array(count..<data.sampleCount))
    let side = Int(Double(data.featureCount).squareRoot())
    image = FeatureMaps.ImageShape(height: side, width: side)
  }

  /// The built-in digits: 1,200 train, 597 test.
  static func digits() throws -> RealData {
    try RealData(BuiltInData.digits(), training: 1200, brightest: 16)
  }

  /// MNIST's file of 10,000: the first half trains. Nil, with a line that says why, where it is not beside the
  /// package, or in a debug build.
  static func mnist() throws -> RealData? {
    #if DEBUG
      print("SKIPPED: MNIST takes minutes in a debug build; run it in release")
      return nil
    #else
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("../shared/data/mnist").standardizedFileURL.path
      let images = folder + "/t10k-images-idx3-ubyte.gz"
      guard FileManager.default.fileExists(atPath: images) else {
        print("SKIPPED: MNIST is not beside the package, so random features were not tried on it")
        return nil
      }
      let data = try DataSource(path: images, target: folder + "/t10k-labels-idx1-ubyte.gz").load()
      return try RealData(data, training: 5000, brightest: 255)
    #endif
  }

  func error(_ map: any FeatureMap, _ layer: any PackedLayer, _ intercept: [Double]) throws -> Double {
    guard case .classes(let labels, _) = test.targets else { return .nan }
    let model = try Model(map: map, layer: layer, intercept: intercept.map { Float($0) }, answer: .values)
    let found = Model.labels(of: try model.scores(test.features))
    return Double(zip(found, labels).count { $0 != $1 }) / Double(labels.count)
  }

  /// A map's test errors: with the last layer in f32, and in each form, rounded on the data.
  func errors(_ map: any FeatureMap, forms: [any QuantizedForm], fit settings: LastLayerFit = LastLayerFit()) throws
    -> [Double]
  {
    let fit = try settings(map, on: training)
    let rounding = LastLayerRounding(fit)
    return try [error(map, Float32Form().layer(of: fit.weights, structure: .smooth), fit.intercept)]
      + forms.map {
        let (layer, intercept) = rounding($0)
        return try error(map, layer, intercept)
      }
  }
}

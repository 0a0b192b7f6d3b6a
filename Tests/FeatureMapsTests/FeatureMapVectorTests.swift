import Activations
import FeatureMaps
import LinearAlgebra
import Testing

/// What `Documentation/RandomStreams.md` freezes about maps, seen through their features: models hold seeds.
@Suite struct FeatureMapVectorTests {
  private let seed = FeatureMapVectors.seed

  private func identity(_ size: Int) -> FloatMatrix {
    var one = FloatMatrix(rows: size, columns: size)
    for i in 0..<size { one[i, i] = 1 }
    return one
  }

  @Test func signsOfALayer() throws {
    let map = try DenseMap(inputCount: 37, outputCount: 3, activation: Sign(), seed: seed, layer: 1)
    let columns = map.features(of: identity(37)).transposed
    for (r, row) in FeatureMapVectors.signs.enumerated() {
      #expect(Array(columns.elements[columns.range(ofRow: r)]) == row)
    }
  }

  @Test func gaussiansOfALayer() throws {
    let map = try DenseMap(
      inputCount: 1, outputCount: 6, weights: .gaussian, activation: Linear(), seed: seed, layer: 2)
    #expect(map.features(of: identity(1)).elements.map(\.bitPattern) == FeatureMapVectors.gaussians)
  }

  /// H H = p, so the rotation turned back once more shows its signs.
  @Test func signsOfTheRotation() throws {
    let map = try RotationMap(inputCount: 20, seed: seed)
    var turned = map.features(of: FloatMatrix(rows: 1, columns: 20, repeating: 1)).elements
    walshHadamard(&turned)
    #expect(turned.prefix(20).map { $0 < 0 ? -1 : 1 } == FeatureMapVectors.rotation)
  }

  @Test func placesOfPatches() throws {
    let map = try PatchMap(
      image: .init(height: 28, width: 26), patchSide: 7, outputCount: 6, activation: Linear(), seed: seed)
    let seen = map.features(of: identity(28 * 26))
    for (r, place) in FeatureMapVectors.places.enumerated() {
      let first = (0..<28 * 26).first { seen[$0, r] != 0 }
      #expect(first == place.0 * 26 + place.1)
    }
  }
}

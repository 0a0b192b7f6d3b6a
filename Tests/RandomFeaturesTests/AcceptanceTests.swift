import Compression
import FeatureMaps
import RandomFeatures
import Testing

/// What random features promise on handwritten digits, one seed each; limits leave room for the spread over seeds.
@Suite(.serialized) struct AcceptanceTests {
  @Test func denseOnMNIST() throws {
    guard let data = try RealData.mnist() else { return }
    let wide = try data.errors(
      DenseMap(inputCount: 784, outputCount: 4096, seed: 1), forms: [IntegerForm(bits: 4)])
    #expect(wide[0] <= 0.054 && wide[1] <= 0.054, "\(wide)")
    let narrow = try data.errors(DenseMap(inputCount: 784, outputCount: 512, seed: 1), forms: [IntegerForm(bits: 4)])
    #expect(narrow[1] <= 0.11, "\(narrow)")
  }

  @Test(.timeLimit(.minutes(2))) func convolutionOnMNIST() throws {
    guard let data = try RealData.mnist() else { return }
    let map = try ConvolutionMap(
      image: data.image, filterCount: 112, filterSide: 7, poolSide: 6, poolStride: 3, seed: 1)
    let errors = try data.errors(map, forms: [SignForm()])
    #expect(errors[1] <= 0.018, "\(errors)")
  }

  @Test func digits() throws {
    #if DEBUG
      print("SKIPPED: 2,048 features take minutes in a debug build; run it in release")
    #else
      let data = try RealData.digits()
      let dense = try data.errors(DenseMap(inputCount: 64, outputCount: 2048, seed: 1), forms: [])
      #expect(dense[0] <= 0.046, "\(dense)")
      let map = try ConvolutionMap(
        image: data.image, filterCount: 64, filterSide: 3, poolSide: 3, poolStride: 1, seed: 1)
      let errors = try data.errors(map, forms: [IntegerForm(bits: 4)])
      #expect(errors[0] <= 0.04 && errors[1] <= 0.04, "\(errors)")
    #endif
  }
}

import Activations
import DataModels
import FeatureMaps
import Iteration
import LinearAlgebra
import Messages
import RandomFeatures
import Testing

/// A last layer by mirror descent against the direct fit.
@Suite struct LastLayerDescentTests {
  private let stream = RandomStream(seed: 91)

  @Test(arguments: [20, 60, 150], [false, true]) func findsTheDirectFit(width: Int, isRegression: Bool) throws {
    let data = isRegression ? SmallData.values(60, inputs: 7) : SmallData.classes(60, inputs: 7)
    let map = try DenseMap(inputCount: 7, outputCount: width, seed: 4)
    let fit = try LastLayerFit(relativeLambdas: [0.1])(map, on: data)
    let descent = try LastLayerDescent(fit, map, on: data, stream: stream)
    var shares: [Double] = []
    let end = try descent(tolerance: 1e-3, passLimit: 5000) { shares.append($0) }
    #expect(end.outcome == .converged && end.bound <= 1e-3)
    // The direct fit goes through Float32, the descent does not.
    #expect(end.distance <= end.bound + 1e-5 && end.distance > 0)
    #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
    for k in end.layer.intercept.indices {
      let largest = data.targets.matrix.elements.reduce(1) { max($0, $1.magnitude) }
      #expect(abs(end.layer.intercept[k] - fit.intercept[k]) < 0.01 * largest)
    }
    let early = try descent(stepSize: 0.5, tolerance: 1e-3, passLimit: 3)
    #expect(early.outcome == .stepLimit && early.passes == 3 && early.distance > end.distance)
    #expect(early.distance <= 1.01 * early.bound * (1 + early.distance) + 1e-5)
  }

  @Test func shiftedCopiesCount() throws {
    let image = ImageShape(height: 3, width: 3)
    let data = SmallData.classes(30, inputs: 9)
    let shifts = try Shifts(image: image, reach: 1)
    let map = try DenseMap(inputCount: 9, outputCount: 12, seed: 5)
    let fit = try LastLayerFit(relativeLambdas: [0.1], shifts: shifts)(map, on: data)
    let end = try LastLayerDescent(fit, map, on: data, shifts: shifts, stream: stream)(tolerance: 1e-3, passLimit: 5000)
    #expect(end.outcome == .converged && end.distance <= 1e-3)
  }

  @Test func sizes() throws {
    try LastLayerDescent.checkSize(rows: 5000, width: 4032)
    let refusal = #expect(throws: Refusal.self) { try LastLayerDescent.checkSize(rows: 60_000, width: 4096) }
    #expect(refusal?.message.contains("at most 559,") == true)
    let few = #expect(throws: Refusal.self) { try LastLayerDescent.checkSize(rows: 100_000_000, width: 1) }
    #expect(few?.message.contains("take fewer rows") == true)
  }
}

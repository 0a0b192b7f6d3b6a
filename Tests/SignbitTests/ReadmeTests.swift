import Signbit
import Testing

/// The lines of README.md, compiled and run; `Scripts/check-papers.sh` compares the two texts.
@Suite struct ReadmeTests {
  @Test func twelveLines() throws {
    // README begins
    let digits = try BuiltInData.digits()
    let split = try Split(digits, test: .fraction(0.25), order: .shuffled, using: RandomStream(seed: 1).branch("split"))
    let problem = try LeastSquares(features: split.training.features, targets: split.training.targets.matrix)
    let lambda = 0.15 * LambdaGrid.largest(for: LInf(), problem)
    let fit = try RegularizationPath().fit(problem, penalty: LInf(), lambdas: [lambda])[0]
    let layer = SignForm().layer(of: fit.weights, structure: fit.structure)  // one bit per weight, one scale per class
    let intercept = problem.intercept(for: layer.matrix).map { Float($0) }
    let model = try Model(layer: layer, intercept: intercept, answer: .classes((0..<10).map(String.init)))
    let bytes = ModelFile.encode(model)  // 278 of them
    let scores = try model.scores(split.test.features)  // runs on the packed bits
    print(fit.boundaryFraction, fit.certificate.relativeGap)  // 69 % of the weights at ±max; gap below 1e-7
    // README ends
    #expect(fit.boundaryFraction > 0.5 && fit.certificate.relativeGap < 1e-6)
    guard case .classes(let labels, _) = split.test.targets else {
      Issue.record("digits are classes")
      return
    }
    let wrong = zip(Model.labels(of: scores), labels).count { $0 != $1 }
    #expect(Double(wrong) / Double(labels.count) < 0.2)
    #expect(bytes.count == 278)
  }
}

import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct MixtureDescriptionTests {
  private func message(_ text: String) -> String? {
    refusal { try MixtureDescription(parsing: text) }.map { $0.kind == .usage ? $0.message : "another kind" }
  }

  /// Those of the paper's main setting.
  @Test(arguments: ["", "mixture:"]) func defaults(text: String) throws {
    let parsed = try MixtureDescription(parsing: text)
    #expect(parsed.sampleCount == 500 && parsed.corruption == 0.3)
    #expect(parsed.mixture == (try GaussianMixture(featureCount: 750, classCount: 5, correlation: 0.8, sigma: 1)))
  }

  @Test func everyKeyCounts() throws {
    let parsed = try MixtureDescription(parsing: "mixture:d=30,n=1e2,k=4,r=-0.25,c=0.125,sigma=2.5")
    #expect(parsed.sampleCount == 100 && parsed.corruption == 0.125)
    #expect(parsed.mixture == (try GaussianMixture(featureCount: 30, classCount: 4, correlation: -0.25, sigma: 2.5)))
    let one = try MixtureDescription(parsing: "sigma=2")
    #expect(one.mixture.sigma == 2 && one.mixture.featureCount == 750 && one.sampleCount == 500)
  }

  @Test func priorsSayHowManyClasses() throws {
    for text in ["priors=0.5:0.3:0.2", "priors=5:3:2,k=3", "k=3,priors=50:30:20"] {
      let mixture = try MixtureDescription(parsing: text).mixture
      #expect(mixture.classCount == 3)
      #expect(zip(mixture.priors, [0.5, 0.3, 0.2]).allSatisfy { abs($0 - $1) < 1e-15 })
    }
    #expect(message("k=4,priors=1:1:1")?.contains("3 priors do not go with 4 classes") == true)
    #expect(message("priors=1") == "mixture: k must be a whole number between 2 and 1000")
    #expect(message("priors=1:-1") == "every prior must be positive; found 1, -1")
    for text in ["priors=1::1", "priors=1:1:", "priors=:1:1", "priors=a:b"] {
      #expect(message(text)?.hasPrefix("mixture: priors must be a number") == true, "\(text)")
    }
  }

  @Test func misspelledKeysAreCorrected() {
    #expect(message("sigm=1") == "mixture: there is no key \"sigm\"; did you mean \"sigma\"?")
    #expect(message("prior=1:1") == "mixture: there is no key \"prior\"; did you mean \"priors\"?")
    #expect(
      message("features=3") == "mixture: there is no key \"features\"; choose among c, d, k, n, r, sigma, priors")
    #expect(message("d=10,,K=5")?.contains("did you mean \"k\"?") == true)
  }

  @Test func absurdValuesAreRefused() {
    for (text, part) in [
      ("d", "expected key=value"), ("d=", "expected key=value"), ("=3", "expected key=value"),
      ("d==3", "must be a number"),
      ("d=ten", "must be a number; found \"ten\""), ("r=nan", "must be a number"), ("sigma=inf", "must be a number"),
      ("d=0", "d must be a whole number between 1"), ("d=2.5", "whole"), ("d=1e9", "whole"), ("d=-3", "whole"),
      ("n=0", "whole"), ("n=1.5", "whole"), ("n=1e300", "whole"), ("k=1", "whole"), ("k=1e5", "whole"),
      ("c=-0.1", "c must"),
      ("c=1.1", "c must lie between 0 and 1; found 1.1"), ("r=1.1", "correlation"),
      ("k=3,r=-0.6", "between -0.5 and 1"),
      ("sigma=0", "sigma must be positive"), ("sigma=-1", "sigma must be positive"), ("d=3,d=4", "d is given twice"),
      ("d=1e7,n=1e6", "do not fit into memory"), ("d = 3", "there is no key"),
    ] {
      #expect(message(text)?.contains(part) == true, "\(text): \(message(text) ?? "accepted")")
    }
    for text in ["d=1,n=1,k=2,c=0", "c=1,r=1", "k=2,r=-1", "d=10,"] { #expect(message(text) == nil, "\(text)") }
  }

  /// Training labels are corrupted, test labels are true; both share their means.
  @Test func draw() throws {
    let description = try MixtureDescription(parsing: "d=40,n=50,k=2,c=0.2,r=-1,sigma=0.01")
    let split = try description.draw(testCount: 30, using: RandomStream(seed: 1))
    #expect(split == (try description.draw(testCount: 30, using: RandomStream(seed: 1))))
    #expect(split.training.sampleCount == 50 && split.test.sampleCount == 30)
    #expect(split.test.classSizes == [15, 15])
    // With r = −1 the means are opposite: the side of a sample says its true class.
    func side(_ data: LabeledData, _ i: Int) -> Bool { dot(data.features.row(i), split.test.features.row(0)) > 0 }
    #expect(split.test.labels.indices.allSatisfy { side(split.test, $0) == (split.test.labels[$0] == 0) })
    #expect(split.training.labels.indices.count { side(split.training, $0) != (split.training.labels[$0] == 0) } == 10)
  }
}

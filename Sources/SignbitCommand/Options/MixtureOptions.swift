import ArgumentParser
import Workbench

/// A Gaussian mixture and what is trained on it: what `theory` and `simulate` share.
struct MixtureOptions: ParsableArguments {
  @Option(help: "d, the number of features.")
  var features = 750
  @Option(help: "n, the number of training samples.")
  var samples = 500
  @Option(help: "k, the number of classes (default: 5, or the number of priors).")
  var classes: Int?
  @Option(help: "r, the correlation of the class means.")
  var correlation = 0.8
  @Option(help: "c, the share of training labels that are replaced.")
  var corruption = 0.3
  @Option(help: "The standard deviation of the features within a class.")
  var sigma = 1.0
  @Option(help: ArgumentHelp("Shares of the classes, in any unit: 2,1,1.", valueName: "list"))
  var priors: String?
  @Option(
    help: ArgumentHelp("l2, l1, linf, elastic-net:SHARE (the share of ℓ1, the rest squared ℓ2).", valueName: "list"))
  var penalty = "l2,l1,linf"
  @Option(help: ArgumentHelp("Strengths λ.", valueName: "list"))
  var lambda = "1,10,100"
  @Option(help: "Whether scores have a free constant: yes or no.")
  var intercept = YesNo.no

  @Option(
    help: ArgumentHelp(
      "A table of k × k numbers: the shares of each class (rows) that have each label.", valueName: "file"))
  var labelNoiseMatrix: String?
  @Option(help: ArgumentHelp("A table of k × k numbers: the covariance of the class means.", valueName: "file"))
  var meanCovariance: String?
  @Option(
    help: ArgumentHelp(
      "A table of groups of features: how many, their sigma, the scale of their class means.", valueName: "file"))
  var groups: String?
  @Option(help: ArgumentHelp("f32, f16, int8 … int2, ternary, sign, sparse.", valueName: "list"))
  var formats = "sign"
  @Option(help: ArgumentHelp("The share of the smallest weights that sparse sets to zero.", valueName: "fraction"))
  var prune: Double?

  func request(seed: UInt64) throws -> MixtureRequest {
    var request = MixtureRequest()
    request.features = features
    request.samples = samples
    request.classes = classes
    request.correlation = correlation
    request.corruption = corruption
    request.sigma = sigma
    request.priors = try priors.map { try ListText.numbers($0, "--priors") }
    request.labelNoiseMatrix = labelNoiseMatrix
    request.meanCovariance = meanCovariance
    request.groups = groups
    request.penalties = ListText.words(penalty)
    request.lambdas = try ListText.numbers(lambda, "--lambda")
    request.formats = ListText.words(formats)
    request.prune = prune
    request.intercept = intercept == .yes
    request.seed = seed
    return request
  }
}

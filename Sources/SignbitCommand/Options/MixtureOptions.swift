import ArgumentParser

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
  @Option(help: ArgumentHelp("Shares of the classes.", valueName: "list"))
  var priors: String?
  @Option(help: ArgumentHelp("l2, l1, linf.", valueName: "list"))
  var penalty = "l2,l1,linf"
  @Option(help: ArgumentHelp("Strengths λ.", valueName: "list"))
  var lambda = "1,10,100"
  @Option(help: "Whether scores have a free constant: yes or no.")
  var intercept = YesNo.no

  func priorNumbers() throws -> [Double]? { try priors.map { try ListText.numbers($0, "--priors") } }
  func lambdas() throws -> [Double] { try ListText.numbers(lambda, "--lambda") }
}

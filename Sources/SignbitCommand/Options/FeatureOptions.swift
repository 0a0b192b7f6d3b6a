import ArgumentParser
import Messages
import Workbench

/// Regression on deep random features: what `theory features` and `simulate features` share.
struct FeatureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("n, numbers of training samples (default: 1000).", valueName: "list"))
  var samples: String?
  @Option(help: ArgumentHelp("d, the number of inputs (default: 8192, or that of a covariance file).", valueName: "d"))
  var inputDim: Int?
  @Option(help: ArgumentHelp("The widths of the layers, the first one first.", valueName: "list"))
  var widths = "4096"
  @Option(help: "linear, tanh, erf, relu, silu, softplus or sign.")
  var activation = "tanh"
  @Option(help: ArgumentHelp("The law of the hidden weights: gaussian, one-bit.", valueName: "list"))
  var weights = "one-bit"
  @Option(
    help: ArgumentHelp(
      "Of the inputs: iso, two-level, power-law, or a file of eigenvalues.", valueName: "name|file"))
  var covariance = "iso"
  @Option(help: ArgumentHelp("Strengths λ (default: 0; with --data: width/100).", valueName: "list"))
  var lambda: String?
  @Option(help: "The variance of the label noise.")
  var noiseVariance = 0.0
  @Option(
    help: ArgumentHelp(
      "matched (the last layer), layer:N, linear or linear:FILE (β), general or general:FILE (β, then the unlearnable variance).",
      valueName: "teacher"))
  var teacher = "matched"
  @Option(help: "direct or mirror-descent.")
  var fit = "direct"
  @Option(help: ArgumentHelp("l2, q:1.5, hypentropy:1e-4; others than l2 at λ = 0.", valueName: "list"))
  var mirror = "l2"
  @Option(help: ArgumentHelp("Bits of the last layer: 1 to 8, 32 for all.", valueName: "list"))
  var lastLayerBits = "32"
  @Option(help: "The scale of the few-bit last layer: weights, or refit for prediction.")
  var lastLayerScale = "weights"

  /// The model that the flags describe.
  func request() throws -> FeatureModelRequest {
    var request = FeatureModelRequest()
    if let samples { request.samples = try ListText.wholeNumbers(samples, "--samples") }
    request.inputDim = inputDim
    request.widths = try ListText.wholeNumbers(widths, "--widths")
    request.activation = activation
    request.weights = ListText.words(weights)
    request.covariance = covariance
    if let lambda { request.lambdas = try ListText.numbers(lambda, "--lambda") }
    request.noiseVariance = noiseVariance
    request.teacher = teacher
    request.fit = fit
    request.mirrors = ListText.words(mirror)
    request.lastLayerBits = try ListText.wholeNumbers(lastLayerBits, "--last-layer-bits")
    request.lastLayerScale = lastLayerScale
    return request
  }
}

import ArgumentParser
import Messages
import Workbench

/// The model of straight-through training.
struct STEOptions: ParsableArguments {
  @Option(help: "n, the number of weights (default: 25, or the columns of the data).")
  var weights: Int?
  @Option(help: "m, hidden units that share the weights.")
  var hidden = 128
  @Option(help: ArgumentHelp("N, one row for each.", valueName: "list"))
  var samples = "140"
  @Option(help: "identity, relu, clipped-relu, hard-tanh, tanh or swish-sign.")
  var surrogate = "relu"
  @Option(help: "Where the surrogate falls off, in standard deviations of the sums.")
  var cutoff = 1.0
  @Option(help: "The standard deviation of the labels' noise.")
  var labelNoise = 1.0
  @Option(help: "gaussian, uniform or rademacher.")
  var noiseLaw = "gaussian"
  @Option(help: "T, the number of steps.")
  var steps = 600
  @Option(help: "The step size in units of 1/‖v‖².")
  var stepSize = 1.0
  @Option(help: ArgumentHelp("full, or samples for each step.", valueName: "batch"))
  var batch = "full"
  @Option(help: ArgumentHelp("Keep latent weights within [−B, B].", valueName: "B"))
  var clip: Double?
  @Option(help: "The latent weights at step 0: gaussian or zero.")
  var `init` = "gaussian"
  @Option(help: "v: sign, ones or gaussian.")
  var outputWeights = "sign"
  @Option(help: ArgumentHelp("No gradient for latent weights beyond B.", valueName: "B"))
  var mask: Double?
  @Option(
    help: ArgumentHelp(
      "gaussian, uniform, unit-interval, exponential, bernoulli:P, offset:M, student:V, ar:R, equal:R, scales:A,B, or data.",
      valueName: "law"))
  var input = "gaussian"
  @Option(help: "none, center, standardize, whiten or winsorize.")
  var normalize = "none"
  @Option(help: "network, or backward: only in the product that makes the gradient.")
  var normalizeWhere = "network"

  /// The model that the flags describe.
  func request() throws -> STEModelRequest {
    var request = STEModelRequest()
    request.weights = weights
    request.hidden = hidden
    request.samples = try ListText.wholeNumbers(samples, "--samples")
    request.surrogate = surrogate
    request.cutoff = cutoff
    request.labelNoise = labelNoise
    request.noiseLaw = noiseLaw
    request.steps = steps
    request.stepSize = stepSize
    request.batch = batch
    request.clip = clip
    request.start = self.`init`
    request.outputWeights = outputWeights
    request.mask = mask
    request.input = input
    request.normalize = normalize
    request.normalizeWhere = normalizeWhere
    return request
  }

  /// The setting in one line.
  static func title(_ setting: STEModelRequest) -> String {
    "ste: n=\(setting.weights ?? 0) weights, m=\(setting.hidden), \(setting.surrogate), \(setting.input) inputs, "
      + "output weights \(setting.outputWeights), label noise \(NumberText.short(setting.labelNoise)), "
      + "\(NumberText.grouped(setting.steps)) steps"
  }
}

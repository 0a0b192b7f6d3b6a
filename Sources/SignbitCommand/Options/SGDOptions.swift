import ArgumentParser
import Messages
import Workbench

/// The model of low-precision SGD.
struct SGDOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "power:A (i⁻ᴬ), exp:A (e⁻ᴬⁱ), iso, a file of eigenvalues, or data:DATA: rows with their targets, in any format that compress reads.",
      valueName: "spectrum"))
  var spectrum = "power:2"
  @Option(help: "d, the number of inputs (default: 200, or as many as the file of the spectrum has).")
  var dim: Int?
  @Option(help: "Samples for each update.")
  var batch = 1
  @Option(help: "The step size.")
  var stepSize = 0.1
  @Option(help: "Updates.")
  var steps = 500
  @Option(help: "The variance of the labels' noise (default: 1, or what a linear fit to the data leaves).")
  var noiseVariance: Double?
  @Option(
    help: ArgumentHelp(
      "none, add:EPS, mult:EPS or mult:EPS:row with a variance EPS, or a number format, as e4m3, fixed8:range=5 or mxfp4:round-up. int8 and its kind have no scale.",
      valueName: "error"))
  var quantizeData = "none"
  @Option(help: ArgumentHelp("none, add:EPS, mult:EPS, mult:EPS:batch or a number format.", valueName: "error"))
  var quantizeLabel = "none"
  @Option(help: ArgumentHelp("none, add:EPS, mult:EPS or a number format.", valueName: "error"))
  var quantizeParameter = "none"
  @Option(help: ArgumentHelp("As for the label.", valueName: "error"))
  var quantizeActivation = "none"
  @Option(help: ArgumentHelp("Of the loss by the output; as for the label.", valueName: "error"))
  var quantizeGradient = "none"
  @Option(help: "One rounding of the data for both products, shared, or one for each, fresh.")
  var dataDraw = "shared"
  @Option(help: "Whether weights are quantized in the forward product only: yes or no.")
  var masterWeights = YesNo.yes
  @Option(help: "The first iterate that is averaged.")
  var averageFrom = 0
  @Option(help: ArgumentHelp("none, or power:A for a step size that falls as (t + 1)⁻ᴬ.", valueName: "decay"))
  var stepDecay = "none"
  @OptionGroup(title: "Options for data:DATA") var table: TableOptions

  /// The model that the flags describe.
  func request() -> SGDModelRequest {
    var request = SGDModelRequest()
    request.spectrum = spectrum
    request.dim = dim
    request.batch = batch
    request.stepSize = stepSize
    request.steps = steps
    request.noiseVariance = noiseVariance
    request.quantizeData = quantizeData
    request.quantizeLabel = quantizeLabel
    request.quantizeParameter = quantizeParameter
    request.quantizeActivation = quantizeActivation
    request.quantizeGradient = quantizeGradient
    request.dataDraw = dataDraw
    request.masterWeights = masterWeights == .yes
    request.averageFrom = averageFrom
    request.stepDecay = stepDecay
    request.data = table.request()
    return request
  }

  /// The setting in one line.
  static func title(_ setting: SGDModelRequest) -> String {
    "sgd: \(setting.spectrum), d=\(setting.dim ?? 0), B=\(setting.batch), step size \(setting.stepSize), "
      + "noise variance \(NumberText.short(setting.noiseVariance ?? 1))"
  }
}

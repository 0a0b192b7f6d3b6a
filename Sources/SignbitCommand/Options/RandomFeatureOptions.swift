import ArgumentParser
import Messages
import Workbench

/// Which random features `compress` tries.
struct RandomFeatureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "dense, hadamard, conv, patch (default: conv and dense for images, else dense, with hadamard for many features).",
      valueName: "list"))
  var map: String?

  @Option(
    help: ArgumentHelp(
      "Features of a map or hidden units of a binary network, alternatives; 400x300 names the layers of one.",
      valueName: "list"))
  var width: String?

  @Option(help: ArgumentHelp("So many layers of equal width.", valueName: "layers"))
  var depth: Int?

  @Option(help: ArgumentHelp("linear, tanh, erf, relu, silu, softplus, sign (default: relu).", valueName: "name"))
  var activation: String?

  @Option(help: ArgumentHelp("The random weights of dense maps: one-bit or gaussian.", valueName: "law"))
  var weights: String?

  @Option(help: ArgumentHelp("The side of filters and patches (default: a quarter of the image).", valueName: "pixels"))
  var filter: Int?

  @Option(help: ArgumentHelp("What convolutions pool: mean, or count (of signs).", valueName: "mean|count"))
  var pool: String?

  @Option(help: ArgumentHelp("The images that rows are, as 28x28 (idx and the digits know it).", valueName: "HxW"))
  var image: String?

  @Option(
    help: ArgumentHelp(
      "Copies of the images moved by up to so many pixels train along: 1 makes 9; networks draw one each time.",
      valueName: "pixels"))
  var shifts: Int?

  @Flag(help: "Spread inputs over all coordinates by a random rotation before dense maps.")
  var rotate = false

  @Option(help: ArgumentHelp("What the file holds of a map: its seed, or its bits.", valueName: "seed|bits"))
  var store: String?

  @Option(
    help: ArgumentHelp(
      "How the ridge last layer is found: direct, or mirror-descent, which ends at the same point and says how.",
      valueName: "direct|mirror-descent"))
  var fit: String?

  func request() throws -> RandomFeatureRequest {
    var request = RandomFeatureRequest()
    request.maps = map.map(ListText.words)
    request.widths = try width.map { try ListText.words($0).map { try sides($0, "--width", "1024 or 400x300") } }
    request.depth = depth
    request.activation = activation
    request.weights = weights
    request.filter = filter
    request.pool = pool
    request.image = try image.map { try sides($0, "--image", "28x28") }
    request.shifts = shifts
    request.rotates = rotate
    request.store = store
    request.fit = fit
    return request
  }

  /// "400x300" as its numbers.
  private func sides(_ word: String, _ flag: String, _ example: String) throws -> [Int] {
    try word.split(separator: "x", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part) else {
        throw Refusal.usage("\(flag) takes whole numbers, as \(example); found \"\(word)\"")
      }
      return number
    }
  }
}

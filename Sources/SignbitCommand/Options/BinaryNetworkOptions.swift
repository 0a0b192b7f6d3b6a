import ArgumentParser
import Workbench

/// How `compress` trains binary networks.
struct BinaryNetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Binary networks: passes over the rows (default: 100).", valueName: "passes"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "What stands in for the derivative of a sign: identity, relu, clipped-relu, hard-tanh, tanh, swish-sign (default: "
        + "hard-tanh).", valueName: "name"))
  var surrogate: String?

  @Option(help: ArgumentHelp("adam, sgd (default: adam).", valueName: "name"))
  var optimizer: String?

  func request() -> BinaryNetworkRequest {
    var request = BinaryNetworkRequest()
    request.epochs = epochs
    request.surrogate = surrogate
    request.optimizer = optimizer
    return request
  }
}

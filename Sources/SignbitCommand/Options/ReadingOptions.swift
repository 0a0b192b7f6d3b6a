import ArgumentParser
import Workbench

/// What data are read: what `compress`, `quote`, `evaluate` and `predict` share.
struct ReadingOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "CSV/TSV, npy, npz, safetensors, svmlight or MNIST idx (also .gz), `digits`, or `mixture:d=750,n=500,k=5,r=0.8,c=0.3,sigma=1`; - is standard input. FILE.npz:NAME is one array of it (default: X, x_train, data …), FILE.svm:0 counts features from 0.",
      valueName: "data"))
  var data = "digits"

  func request(_ table: TableOptions) -> DataRequest {
    var request = DataRequest()
    request.source = data
    table.apply(to: &request)
    return request
  }
}

import DataFiles
import DataModels
import LinearAlgebra
import Workbench

/// Real samples for figures: the user's, else MNIST where it lies in one of the folders, else the built-in digits.
struct DigitsAtHand {
  let name: String
  /// Pixels from 0 to 1, or standardized where the data are the user's.
  let data: LabeledData

  init(_ session: FigureSession) throws {
    if let request = session.data {
      var data = try DataSource(path: request.source, target: request.target).load()
      data.features = Standardization(data.features).applied(to: data.features)
      (name, self.data) = (request.source.split(separator: "/").last.map(String.init) ?? request.source, data)
      return
    }
    if let folder = session.mnistFolder {
      var data = try DataSource(
        path: "\(folder)/t10k-images-idx3-ubyte.gz", target: "\(folder)/t10k-labels-idx1-ubyte.gz"
      ).load()
      for i in data.features.elements.indices { data.features.elements[i] /= 255 }
      (name, self.data) = ("MNIST, the file of 10,000", data)
      return
    }
    var data = try BuiltInData.digits()
    for i in data.features.elements.indices { data.features.elements[i] /= 16 }
    (name, self.data) = ("the built-in digits", data)
  }

  /// A random pool to train on and rows to test, for one split.
  func pool(_ size: Int, testing limit: Int, split: Int, seed: UInt64) -> (pool: LabeledData, test: LabeledData) {
    var stream = RandomStream(seed: seed).branch("split", split)
    let order = stream.permutation(data.sampleCount)
    return (
      data.rows(Array(order.prefix(size))), data.rows(Array(order.dropFirst(size).prefix(limit)))
    )
  }
}

extension FigureSession {
  /// The first folder with the MNIST test set.
  var mnistFolder: String? { dataFolders.first { FileBytes.exists("\($0)/t10k-images-idx3-ubyte.gz") } }
}

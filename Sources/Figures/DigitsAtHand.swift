import DataFiles
import DataModels
import LinearAlgebra
import Workbench

/// Real samples for figures: the user's, else MNIST where it lies in one of the folders, else the built-in digits.
struct DigitsAtHand {
  let name: String
  /// Pixels centered, with one scale for all; standardized where the data are the user's.
  let data: LabeledData

  init(_ session: FigureSession) throws {
    if let request = session.data {
      var data = try DataSource(path: request.source, target: request.target).load()
      data.features = Standardization(data.features).applied(to: data.features)
      (name, self.data) = (request.source.split(separator: "/").last.map(String.init) ?? request.source, data)
      return
    }
    var data: LabeledData
    if let folder = session.mnistFolder {
      data = try DataSource(
        path: "\(folder)/t10k-images-idx3-ubyte.gz", target: "\(folder)/t10k-labels-idx1-ubyte.gz"
      ).load()
      name = "MNIST, the file of 10,000"
    } else {
      data = try BuiltInData.digits()
      name = "the built-in digits"
    }
    data.features = Self.centered(data.features)
    self.data = data
  }

  /// Every pixel less its mean, over one scale for all: pixels that are rarely used stay small.
  private static func centered(_ pixels: Matrix) -> Matrix {
    var result = pixels
    let (n, d) = (pixels.rowCount, pixels.columnCount)
    for j in 0..<d {
      var sum = 0.0
      for i in 0..<n { sum += pixels[i, j] }
      for i in 0..<n { result[i, j] -= sum / Double(n) }
    }
    let scale = (squaredNorm(result.elements[...]) / Double(max(1, n * d))).squareRoot()
    for i in result.elements.indices { result.elements[i] /= max(scale, 1e-300) }
    return result
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

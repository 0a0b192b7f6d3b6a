import DataFiles
import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// Reads a model file; refusals name the file.
func readModel(_ path: String) throws -> (model: Model, bytes: [UInt8]) {
  let file = try FileBytes(path: path)
  do {
    return (try ModelFile.decode(file.bytes), file.bytes)
  } catch let refusal as Refusal {
    throw Refusal(refusal.kind, "\(file.name): \(refusal.message)")
  }
}

extension Model {
  /// The scores of samples, all of them numbers: JSON has no others, and no order holds among them.
  func finiteScores(_ samples: Matrix, _ name: String) throws -> Matrix {
    let scores = try scores(samples)
    guard let place = scores.elements.firstIndex(where: { !$0.isFinite }) else { return scores }
    throw Refusal.input(
      "\(name): the scores of sample \(place / scores.columnCount + 1) are beyond Float32, in which models compute; "
        + "correct or rescale its features")
  }

  /// The targets of data in the numbering of this model.
  func aligned(_ targets: Targets) throws -> Targets {
    let mine: Targets
    switch answer {
    case .classes(let names): mine = .classes(labels: [], names: names)
    case .values: mine = .values(Matrix(rows: 0, columns: layer.rowCount))
    }
    return try targets.aligned(to: mine, "the model")
  }
}

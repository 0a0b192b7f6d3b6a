import DataFiles
import DataModels
import LinearAlgebra
import Messages
import PackedInference

/// Reads a model file; refusals name the file.
func readModel(_ path: String) throws -> (model: Model, bytes: [UInt8]) {
  let bytes = try FileBytes(path: path).bytes
  do {
    return (try ModelFile.decode(bytes), bytes)
  } catch let refusal as Refusal {
    throw Refusal(refusal.kind, "\(path): \(refusal.message)")
  }
}

extension Model {
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

import DataFiles
import LinearAlgebra
import PackedInference

/// Predictions as CSV, npy, JSON lines or one JSON object.
///
/// Labels of classifiers are their names; npy, which holds numbers only, has their indices (int64).
struct PredictionWriter {
  let model: Model
  let format: Predict.Format
  let showsScores: Bool

  func bytes(_ scores: Matrix) -> [UInt8] {
    switch format {
    case .csv: csv(scores)
    case .npy: npy(scores)
    case .jsonl: lines(scores)
    case .json: object(scores)
    }
  }

  private var names: [String]? {
    if case .classes(let names) = model.answer { return names }
    return nil
  }

  private func csv(_ scores: Matrix) -> [UInt8] {
    var text = ""
    let columns = names ?? (0..<scores.columnCount).map { scores.columnCount == 1 ? "prediction" : "prediction\($0)" }
    let labels = Model.labels(of: scores)
    if names != nil {
      text += (["label"] + (showsScores ? columns : [])).map(quoted).joined(separator: ",") + "\n"
    } else {
      text += columns.map(quoted).joined(separator: ",") + "\n"
    }
    for i in 0..<scores.rowCount {
      let numbers = scores.row(i).map { "\(Float($0))" }
      if let names {
        text += ([quoted(names[labels[i]])] + (showsScores ? numbers : [])).joined(separator: ",") + "\n"
      } else {
        text += numbers.joined(separator: ",") + "\n"
      }
    }
    return Array(text.utf8)
  }

  private func lines(_ scores: Matrix) -> [UInt8] {
    var text = ""
    let labels = Model.labels(of: scores)
    for i in 0..<scores.rowCount {
      let numbers = "[" + scores.row(i).map { "\(Float($0))" }.joined(separator: ",") + "]"
      if let names {
        text +=
          "{\"label\":\(JSONText.string(names[labels[i]]))" + (showsScores ? ",\"scores\":\(numbers)" : "") + "}\n"
      } else {
        text += "{\"prediction\":\(numbers)}\n"
      }
    }
    return Array(text.utf8)
  }

  /// The lines as one array: {"predictions": [ … ]}.
  private func object(_ scores: Matrix) -> [UInt8] {
    let rows = String(decoding: lines(scores), as: UTF8.self).split(separator: "\n").joined(separator: ",\n")
    return Array("{\"predictions\": [\n\(rows)\n]}\n".utf8)
  }

  private func npy(_ scores: Matrix) -> [UInt8] {
    if names != nil, !showsScores { return NpyWriter.bytes(Model.labels(of: scores)) }
    return NpyWriter.bytes(scores)
  }

  /// RFC 4180: quoted where a comma, a quote or a line break is inside.
  private func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

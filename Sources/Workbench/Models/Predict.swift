import LinearAlgebra
import Messages
import PackedInference

/// Runs a model over samples, labeled or not.
public struct Predict: Sendable {
  /// How predictions are written.
  public enum Format: String, Sendable, CaseIterable {
    case csv, npy, jsonl, json
  }

  private let model: String
  private let data: DataRequest
  private let format: Format
  private let scores: Bool
  private let seed: UInt64

  /// - Parameter seed: what a mixture is drawn from.
  public init(model: String, data: DataRequest, format: Format, scores: Bool, seed: UInt64 = 1) {
    self.model = model
    self.data = data
    self.format = format
    self.scores = scores
    self.seed = seed
  }

  /// The predictions in the wanted format, one line or row per sample, in the order of the data.
  ///
  /// - Throws: a `Refusal` where a file is damaged or the samples do not fit the model.
  public func callAsFunction() throws -> [UInt8] {
    let (model, _) = try readModel(model)
    let samples = try data.samples(for: model, seed: seed)
    return PredictionWriter(model: model, format: format, showsScores: scores)
      .bytes(try model.finiteScores(samples, data.source))
  }
}

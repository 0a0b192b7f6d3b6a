/// Everything that `signbit import` can be asked.
public struct ImportRequest: Sendable, Codable, Equatable {
  /// The npz or safetensors file.
  public var source = ""
  /// The names of its arrays; nil finds them.
  public var weights: String?
  public var bias: String?
  /// Whether the weights are stored inputs × outputs; nil tells by the width of the calibration rows and, for a
  /// square matrix, by the name.
  public var transposed: Bool?
  /// Rows as the layer will get them: `source`, `target` (left out), `header`, `missing` and `limit` are read.
  public var calibration = DataRequest()
  /// Class names in the order of the outputs; nil makes a model that answers with scores.
  public var labels: [String]?
  /// Names in the catalog of compressions.
  public var formats = ["f32", "f16", "int8", "int4", "int3", "int2", "ternary", "sign"]
  public var roundings = ["plain", "data-aware"]
  /// Choose the smallest file whose output error on the rows for choosing is at most this.
  public var maxError = ImportRequest.usualError
  public var maxBytes: Int?
  public var seed: UInt64 = 1

  /// One part in a hundred of the variance of the outputs.
  public static let usualError = 0.01

  public init() {}
}

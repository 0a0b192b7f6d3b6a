public import LinearAlgebra
import Messages
import PackedInference

/// What training a binary network takes, known before any of it is allocated.
public struct NetworkMemory: Sendable {
  /// Networks that are trained at one time.
  public let trainings: Int
  public let inputs: Int
  public let outputs: Int
  public let rows: Int

  public init(trainings: Int, inputs: Int, outputs: Int, rows: Int) {
    self.trainings = trainings
    self.inputs = inputs
    self.outputs = outputs
    self.rows = rows
  }

  /// The hidden weights of a network, one bit each in its file.
  public func weightCount(_ widths: [Int]) -> Int {
    zip([inputs] + widths.dropLast(), widths).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Bytes, estimated: for each weight its latent value, two moments, its sign, its gradient and their copies; for each row its
  /// inputs in Float64, Float32 and bytes; for a batch five numbers for each unit.
  public func bytes(_ widths: [Int]) -> Int {
    let weights = weightCount(widths) + widths.last! * outputs
    let units = (inputs + widths.reduce(0, +)) * 1000
    return trainings * (28 * weights + 20 * units + 13 * rows * inputs)
  }

  /// Refuses widths that no model file can hold, or that need more than three quarters of a memory.
  ///
  /// - Throws: a `Refusal` of kind `usage` that names the width that fits.
  public func check(_ widths: [Int], memory: Int = physicalMemory) throws {
    let limit = memory / 4 * 3
    func fits(_ widths: [Int]) -> Bool { weightCount(widths) <= Model.largestMapNumberCount && bytes(widths) <= limit }
    guard !fits(widths) else { return }
    let name = widths.map(String.init).joined(separator: "x")
    // The largest equal width, by halves.
    var (low, high) = (0, BinaryMap.largestInputCount + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if fits([Int](repeating: middle, count: widths.count)) { low = middle } else { high = middle }
    }
    let advice =
      low == 0
      ? "take fewer rows with --limit"
      : "--width \([Int](repeating: low, count: widths.count).map(String.init).joined(separator: "x")) fits"
    if weightCount(widths) > Model.largestMapNumberCount {
      throw Refusal.usage(
        "a binary network \(name) of \(inputs) inputs has \(weightCount(widths)) hidden weights, and a model file holds at "
          + "most \(Model.largestMapNumberCount); \(advice)")
    }
    throw Refusal.usage(
      "training a binary network \(name) on \(rows) rows takes about \(NumberText.bytes(bytes(widths))), and this machine has "
        + "\(NumberText.bytes(memory)); \(advice)")
  }
}

/// What `signbit import` found.
public struct ImportAnswer: Sendable, Codable, Equatable {
  /// The file and the arrays that were taken from it.
  public let source: String
  public let weights: String
  @OrNull public var bias: String?
  public let inputs: Int
  public let outputs: Int
  /// Rows by which weights were rounded, forms chosen, and errors measured.
  public let calibrationSamples: Int
  public let validationSamples: Int
  public let testSamples: Int
  public let candidates: [Candidate]
  public var files: [String]
  public let seed: UInt64
  public let version: String

  public var chosen: Candidate? { candidates.first { $0.chosen } }

  /// The layer in one form.
  public struct Candidate: Sendable, Codable, Equatable {
    public let format: String
    public let rounding: String
    @OrNull public var scale: String?
    public let bits: Int
    /// Σ (ŷ − y)² / Σ (y − ȳ)² of the outputs, over rows that neither rounded nor chose.
    @OrNull public var outputError: Double?
    @OrNull public var outputErrorStandardError: Double?
    /// The same over the rows that choose.
    @OrNull public var validationError: Double?
    /// The share of rows whose largest output stays the largest; null for a single output.
    @OrNull public var agreement: Double?
    public let bytes: Int
    public let latencyMicroseconds: Double
    public var chosen: Bool
  }
}

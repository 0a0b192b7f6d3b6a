/// The table of `theory features`: the row keys of `simulate features`. Null is what the theory does not say.
public struct TheoryFeaturesAnswer: Sendable, Codable, Equatable {
  public struct Model: Sendable, Codable, Equatable {
    public let inputDim: Int
    public let widths: [Int]
    public let activation: String
    /// Null for the user's own data; so are the teacher and the noise.
    @OrNull public var covariance: String?
    @OrNull public var noiseVariance: Double?
    @OrNull public var teacher: String?
    public let fit: String
    public let lastLayerScale: String
    /// What was read, and how many rows the pool has; null without data.
    @OrNull public var data: String?
    @OrNull public var pool: Int?
    public let seed: UInt64
  }

  public struct Row: Sendable, Codable, Equatable {
    public let depth: Int
    public let weights: String
    public let lambda: Double
    public let mirror: String
    public let lastLayerBits: Int
    /// Against labels without noise; of the user's own data, against their labels.
    @OrNull public var testMSE: Double?
    @OrNull public var trainMSE: Double?
    @OrNull public var totalMSE: Double?
    @OrNull public var squaredNorm: Double?
    @OrNull public var gamma: Double?
    /// κ₀ … κ_L; of the user's own data κ_L alone, and likewise below.
    public let kappa: [Double]
    public let degreesOfFreedom: [Double]
    public let samples: Int
    @OrNull public var accuracy: Double?
    /// Why to trust the row less; "refused: …" where there is no answer.
    public let flags: [String]
  }

  public let model: Model
  public let rows: [Row]
}

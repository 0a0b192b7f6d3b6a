import DataFiles
import DataModels
import LinearAlgebra

/// By what the data of a job are told from others.
struct DataIdentity {
  /// `ContentDigest` of all features of the source, before any division.
  let digest: String
  /// How many rows these are.
  let rowCount: Int
  /// The column of a table that is the target; nil where the targets have no name.
  let target: String?

  init(_ reading: DataSource.Reading) {
    digest = ContentDigest(of: reading.data.features).text
    rowCount = reading.data.sampleCount
    target = reading.targetName
  }

  /// Of drawn samples.
  init(_ mixture: MixtureSource) {
    digest = ContentDigest(of: mixture.split.training.features).text
    rowCount = mixture.split.training.sampleCount
    target = nil
  }
}

import DataModels

/// Rows divided into those that train and those that test, with gaps where missing values are kept.
struct Division {
  let split: Split
  /// Rows left out for a missing value, of training and test data.
  var droppedRowCount = 0
  /// Of the source that training rows come from.
  let identity: DataIdentity
  /// Of the file that test rows come from, where that is another one.
  var testIdentity: DataIdentity?

  /// Which rows of the source train: `ContentDigest` of their features as they were read.
  var splitDigest: String { ContentDigest(of: split.training.features).text }
}

/// Rows that a model is measured on.
struct EvaluationRows {
  let rows: LabeledData
  /// Of the source or test file that they come from.
  let identity: DataIdentity
  /// Which rows of that source the division left for training; nil where nothing was divided.
  let splitDigest: String?
}

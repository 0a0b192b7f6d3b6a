import PackedInference

/// A row with the model behind it.
struct CandidateEntry: Sendable {
  var row: Candidate
  let model: Model
  /// On the held-out rows of the folds: what the choice between penalties and families goes by.
  let foldError: MeasuredError
  /// Of linear ridge by leave-one-out: what its forms are chosen by among themselves.
  var leftOutError: MeasuredError?
  let testError: MeasuredError
  /// The error of each test row; empty where the row is an oracle.
  let sampleErrors: [Double]
}

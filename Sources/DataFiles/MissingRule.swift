/// What to do about missing values: NaN, and in tables what `MissingCell` knows.
public enum MissingRule: Sendable {
  /// Refuse, naming the first one.
  case error
  /// Leave out the rows that have one.
  case drop
  /// Leave a NaN in its place, for who fills it once training rows and test rows are apart; never for a target.
  case keep
}

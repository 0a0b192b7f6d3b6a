/// What is not finite is unknown, as the standard error of a single trial: null, not a number.
func known(_ value: Double) -> Double? { value.isFinite ? value : nil }

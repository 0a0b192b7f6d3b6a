import Messages

/// What everything else is compared with.
struct ReferenceError: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let ridge = evidence.ridge, let error = ridge.testError else { return nil }
    let share = ridge.rSquared.map { ", R² \(NumberText.fixed($0, 3))" } ?? ""
    return "Ridge in 32 bits, the yardstick: \(evidence.text(error)) test error\(share) in "
      + "\(NumberText.bytes(ridge.bytes))."
  }
}

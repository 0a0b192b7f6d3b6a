import Messages
import PackedInference

/// What the signs of the ℓ∞ solution cost, against that solution and against ridge.
struct PriceOfOneBit: Finding {
  func sentence(_ evidence: Evidence) -> String? {
    guard let sign = evidence.row("linf", SignLayer.format), let value = sign.testError else { return nil }
    var text = "One bit under ℓ∞: \(evidence.text(value)) in \(NumberText.bytes(sign.bytes))"
    if let exact = evidence.row("linf", DenseLayer.format), let float = exact.testError {
      text += ", \(evidence.price(of: sign, against: exact)) on ℓ∞ in 32 bits"
      let ridge = evidence.ridge?.testError ?? float
      // One bit can be called free only where ℓ∞ itself is a good model.
      if !evidence.isSmall(float - ridge, of: 3 * ridge, exact.testErrorStandardError.map { 2 * $0 }) {
        text += ": but ℓ∞ itself is far from ridge on these data"
      } else {
        let small = evidence.isSmall(value - float, of: float, sign.testErrorStandardError)
        text += small ? ": one bit is nearly free here" : ": one bit has a price here"
      }
    }
    if let ridge = evidence.ridge {
      let ratio = Double(ridge.bytes) / Double(sign.bytes)
      text += "; \(evidence.price(of: sign, against: ridge)) on ridge"
      if ratio >= 1.2 { text += ", in a file \(NumberText.short(ratio)) times smaller" }
    }
    return text + "."
  }
}

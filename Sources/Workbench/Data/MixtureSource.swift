import DataModels
import LinearAlgebra
import Messages

/// Data sampled from a mixture: the test rows are fresh samples with true labels.
struct MixtureSource {
  let split: Split

  /// How many test samples are drawn where the request does not say.
  static let testCount = 5000

  /// Nil where the source is no mixture.
  init?(_ request: DataRequest, _ stream: RandomStream) throws {
    guard request.isMixture else { return nil }
    let refused = [
      ("--limit", request.limit != nil), ("--classes", request.classes != nil),
      ("--per-class", request.perClass != nil),
    ]
    if let flag = refused.first(where: \.1)?.0 {
      throw Refusal.usage("\(flag) does not apply to a mixture; its name says how much is drawn: mixture:n=500,k=5")
    }
    let columns = [
      ("--target", request.target != nil), ("--ignore", !request.ignored.isEmpty),
      ("--task regress", request.task == "regress"),
    ]
    if let flag = columns.first(where: \.1)?.0 {
      throw Refusal.usage("\(flag) does not apply to a mixture, whose samples bring their own classes; leave it out")
    }
    if let test = request.test, Double(test) == nil {
      throw Refusal.usage("--test takes a fraction or a number of samples for a mixture; found \"\(test)\"")
    }
    let description = try MixtureDescription(parsing: request.source)
    if request.takesNoTestRows {
      let drawn = try description.draw(testCount: 1, using: stream.branch("mixture"))
      split = Split(training: drawn.training, test: drawn.test.rows([]))
      return
    }
    let count: Int
    switch request.test == nil ? .count(Self.testCount) : try request.testSize() {
    case .count(let rows):
      guard rows >= 1 else { throw Refusal.usage("--test of a mixture must be at least 1 sample; found \(rows)") }
      count = rows
    case .fraction(let share):
      guard share > 0, share < 1 else {
        throw Refusal.usage(
          "--test takes a share between 0 and 1 or a number of samples; found \(NumberText.short(share))")
      }
      count = max(1, Int(share * Double(description.sampleCount)))
    }
    split = try description.draw(testCount: count, using: stream.branch("mixture"))
  }
}

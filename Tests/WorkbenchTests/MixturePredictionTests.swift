import Testing
import Workbench

/// Predictions beside measurements for data that the theory is about.
@Suite struct MixturePredictionTests {
  private func answer(_ source: String, _ change: (inout CompressRequest) -> Void = { _ in }) throws -> CompressAnswer {
    var request = CompressRequest()
    request.data.source = source
    request.families = ["linear"]
    request.penalties = ["l2"]
    request.formats = ["f32", "int2", "sign"]
    request.roundings = ["plain"]
    change(&request)
    return try Compress(request)().answer
  }

  /// One data set scatters by about two points around the mean over data sets, its signs by five.
  @Test func mixturesArePredicted() throws {
    let answer = try answer("mixture:d=200,n=200,k=3,r=0.8,c=0.2,sigma=1.5")
    #expect(answer.verdict.applies == true && !answer.verdict.reasons.isEmpty)
    let rows = answer.candidates.filter { !$0.oracle }
    #expect(rows.count == 3)
    for row in rows {
      let predicted = row.predictedError
      guard row.scale != "refit" else {
        #expect(predicted == nil)
        continue
      }
      let (test, error) = (row.testError ?? .nan, predicted ?? .nan)
      #expect(abs(test - error) <= (row.format == "f32" ? 0.04 : 0.15), "\(row.format): \(test), predicted \(error)")
    }
    #expect(rows.contains { $0.predictedError != nil })
    // The grid is finer where the theory of the estimated mixture looks for λ: 22 strengths otherwise.
    #expect(answer.path.count > 22)
  }

  /// Other data, and mixtures that were changed after they were drawn, are not what the theory is about.
  @Test func nothingElseIs() throws {
    for answer in [
      try answer("digits") { $0.data.limit = 300 },
      try answer("mixture:d=30,n=60,k=3") { $0.data.standardize = true },
      try answer("mixture:d=30,n=60,k=3") { $0.data.corrupt = 0.1 },
    ] {
      #expect(answer.verdict.applies == nil)
      #expect(answer.candidates.allSatisfy { $0.predictedError == nil })
    }
  }
}

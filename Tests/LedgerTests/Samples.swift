import Foundation
import Ledger

/// A folder for one test, removed afterwards.
func withFolder(_ work: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-tests-" + UUID().uuidString).path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await work(folder)
}

extension LedgerRow {
  /// A row with every column filled.
  static func sample(_ data: String = "animals.csv", time: String = "2026-03-01T10:00:00Z") -> LedgerRow {
    var row = LedgerRow(
      command: "compress", at: Moment(), data: data, dataDigest: "00112233445566aa", task: "classify", features: 6,
      format: "sign", bits: 1, bytes: 278, seed: .max)
    row.time = time
    row.rowsDigest = "0123456789abcdef"
    row.intercept = false
    row.splitDigest = "fedcba9876543210"
    row.samples = 90
    row.classes = 3
    row.family = "random-features"
    row.penalty = "l2"
    row.lambda = 0.1
    row.width = 512
    row.map = "conv"
    row.rounding = "plain"
    row.remark = "50 % pruned"
    row.predictedError = 0.15
    row.predictedLow = 0.1
    row.predictedHigh = 0.2
    row.verdict = "green"
    row.receiptError = 0.155
    row.receiptLow = 0.12
    row.receiptHigh = 0.19
    row.measuredError = 0.16
    row.standardError = 0.01
    row.testSamples = 30
    row.latencyMicroseconds = 0.4
    row.chosen = true
    row.modelDigest = "ffee000000000001"
    row.trainingDigest = "00112233445566aa"
    return row
  }

  /// A row with nothing in it that can be unknown.
  static var sparse: LedgerRow {
    var row = LedgerRow(
      command: "evaluate", at: Moment(), data: "x", dataDigest: "0", task: "regress", features: 1, format: "f32",
      bits: 32, bytes: 99, seed: 1)
    row.time = "2026-03-01T10:00:00Z"
    return row
  }
}

/// Many rows at once, so that a write takes long enough to be interrupted; each run has as many.
func manyRows(_ count: Int = 40) -> [LedgerRow] { (0..<count).map { .sample("rows \($0)") } }

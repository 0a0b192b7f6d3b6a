import DataModels
import Foundation
import Messages
import PackedInference
import Workbench

/// A table that a test can change cell by cell.
struct Table {
  var names: [String]
  /// NaN is a gap.
  var features: [[Double]]
  var targets: [String]

  /// Three classes in five features, with noise.
  static func animals(rows: Int = 80, seed: UInt64 = 5, noise: Double = 0.4) -> Table {
    var numbers = Numbers(state: seed)
    var table = Table(names: ["a", "b", "c", "d", "e"], features: [], targets: [])
    for _ in 0..<rows {
      let row = (0..<5).map { _ in numbers.next() }
      let score = row[0] + row[1] - 0.5 * row[2] + noise * numbers.next()
      table.features.append(row)
      table.targets.append(score < -0.4 ? "cat" : score > 0.4 ? "dog" : "emu")
    }
    return table
  }

  /// A real target.
  static func prices(rows: Int, noise: Double = 0.5, seed: UInt64 = 9) -> Table {
    var table = animals(rows: rows, seed: seed)
    var numbers = Numbers(state: seed + 1)
    table.targets = table.features.map { "\(2 * $0[0] - $0[1] + 0.5 * $0[3] + 1 + noise * numbers.next())" }
    return table
  }

  /// Numbers in [−1, 1) that are the same in every run.
  struct Numbers {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 30) - 1
    }
  }

  var text: String {
    let header = (names + ["target"]).joined(separator: ",")
    let lines = features.indices.map { i in
      (features[i].map { $0.isNaN ? "" : "\($0)" } + [targets[i]]).joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  func rows(_ indices: some Sequence<Int>) -> Table {
    Table(names: names, features: indices.map { features[$0] }, targets: indices.map { targets[$0] })
  }
}

/// A folder for one test, removed afterwards.
func withFolder(_ work: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("signbit-tests-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try work(folder.path)
}

extension Table {
  /// What `compress` makes of the table under that name.
  func compressed(
    named name: String = "table.csv", in folder: String, _ change: (inout CompressRequest) -> Void = { _ in }
  ) throws -> Compress.Product {
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var request = CompressRequest()
    request.data.source = path
    request.data.split = .ordered
    change(&request)
    return try Compress(request)()
  }

  /// The same of linear models in 32 bits and one, for tests of what is read: all they can differ by is the rows.
  func compressedBriefly(
    in folder: String, _ change: (inout CompressRequest) -> Void = { _ in }
  ) throws -> Compress.Product {
    try compressed(in: folder) { request in
      request.keepToLinear()
      change(&request)
    }
  }
}

extension CompressRequest {
  /// Linear models in 32 bits and one.
  mutating func keepToLinear() { (families, formats) = (["linear"], ["f32", "sign"]) }

  /// All families, in every form in release only.
  mutating func keepFewFormsInDebug() {
    #if DEBUG
      formats = ["f32", "int2", "sign"]
    #endif
  }
}

extension Compress.Product {
  /// Every section of the model but the provenance, which records the test error.
  func sections() throws -> [ModelFile.Section] {
    try ModelFile.sections(of: modelFile ?? []).filter { $0.name != "provenance" }
  }

  func row(_ penalty: String, _ format: String) -> Candidate? {
    answer.candidates.first { $0.penalty == penalty && $0.format == format && !$0.oracle && $0.remark.isEmpty }
  }
}

extension Candidate {
  /// What may depend on the training rows only.
  var choiceText: String {
    "\(penalty) \(lambda) \(format) \(validationError ?? -1) \(nonzeroFraction) \(boundaryFraction) \(objective ?? -1) "
      + "\(status) \(relativeGap ?? -1) \(iterations) \(bytes) \(remark) \(chosen)"
  }
}

extension PathRow {
  var choiceText: String {
    "\(penalty) \(lambda) \(validationError ?? -1) \(oneBitValidationError ?? -1) \(nonzeroFraction) "
      + "\(boundaryFraction) \(relativeGap ?? -1)"
  }
}

import DataFiles
import DataModels
import LinearAlgebra
import Messages

extension DataRequest {
  /// The rows that train and those that test, gaps filled by the means of the former.
  func divided(
    _ stream: RandomStream, _ observer: @escaping ProgressObserver
  ) throws -> (Split, DataRemarks, Division) {
    let division = try dividedWithGaps(stream, layout: nil, observer)
    let gaps = division.split
    let means = MissingValues(gaps.training.features)
    var (training, test) = (gaps.training, gaps.test)
    training.features = try means.filled(training.features, source)
    test.features = try means.filled(test.features, source)
    let filled = [gaps.training, gaps.test].map { $0.features.elements.count(where: \.isNaN) }.reduce(0, +)
    let remarks = DataRemarks(droppedRowCount: division.droppedRowCount, filledCellCount: filled)
    return (Split(training: training, test: test), remarks, division)
  }

  /// The same with gaps left as NaN.
  func dividedWithGaps(
    _ stream: RandomStream, layout: DataLayout?, _ observer: @escaping ProgressObserver = { _ in }
  ) throws -> Division {
    if let mixture = try MixtureSource(self, stream) {
      return Division(split: mixture.split, identity: DataIdentity(mixture))
    }
    let (data, reading) = try selected(stream, layout: layout, observer)
    let identity = DataIdentity(reading)
    func division(_ split: Split) -> Division {
      Division(split: split, droppedRowCount: reading.droppedRowCount, identity: identity)
    }
    if let file = testFile {
      var other = self
      other.source = file
      // A target column has the same name in both files; a target file belongs to the first one only.
      if let target, FileBytes.exists(target) { other.target = nil }
      let (read, testReading) = try other.selected(stream, layout: reading.layout, observer)
      var test = try read.ordered(as: data, file, source)
      guard test.featureCount == data.featureCount else {
        throw Refusal.input(
          "\(file) has \(test.featureCount) features and \(source) has \(data.featureCount); both must have the same columns"
        )
      }
      test.targets = try test.targets.aligned(to: data.targets, "the training data")
      let training = try perClass.map { try Split(data, perClass: $0).training } ?? data
      var divided = division(Split(training: training, test: test))
      divided.droppedRowCount += testReading.droppedRowCount
      divided.testIdentity = DataIdentity(testReading)
      return divided
    }
    if takesNoTestRows {
      let training = try perClass.map { try Split(data, perClass: $0).training } ?? data
      return division(Split(training: training, test: data.rows([])))
    }
    if let perClass {
      let all = try Split(data, perClass: perClass)
      guard test != nil else { return division(all) }
      // So much of what does not train.
      let tested = try Split(all.test, test: testSize(), order: split, using: stream.branch("split")).test
      return division(Split(training: all.training, test: tested))
    }
    return division(try Split(data, test: try testSize(), order: split, using: stream.branch("split")))
  }

  /// `--test 0`: every row trains, and errors are those of rows held out or left out.
  var takesNoTestRows: Bool { test.flatMap { Double($0) } == 0 }

  /// `--test` as a file; nil where it is a number or absent.
  var testFile: String? { test.flatMap { Double($0) == nil ? $0 : nil } }

  /// `--test` as a share of the rows; a quarter where it is absent.
  func testSize() throws -> Split.Size {
    guard let test else { return .fraction(0.25) }
    if let count = Int(test) { return .count(count) }
    guard let share = Double(test) else {
      throw Refusal.usage("--test takes a fraction, a number of rows or a file; found \"\(test)\"")
    }
    return .fraction(share)
  }
}

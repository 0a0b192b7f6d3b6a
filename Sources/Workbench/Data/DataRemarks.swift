import Messages

/// What was made of the data that their owner may not expect, in sentences.
struct DataRemarks {
  /// Rows left out for a missing value, of training and test data.
  let droppedRowCount: Int
  /// Missing cells that took a mean, of training and test rows.
  let filledCellCount: Int

  func sentences(for request: DataRequest, classes: [String]) -> [String] {
    var sentences: [String] = []
    if droppedRowCount > 0 {
      sentences.append(
        "\(count(droppedRowCount, "row")) with missing values \(droppedRowCount == 1 ? "was" : "were") left out")
    }
    if filledCellCount > 0 {
      sentences.append(
        "\(count(filledCellCount, "missing cell")) took the mean\(filledCellCount == 1 ? "" : "s") of the training rows"
          + (request.standardize
            ? "" : "; predict will refuse gaps, because a model keeps these means with --standardize only"))
    }
    // Two classes are no scale, and whoever picks classes knows that they are some.
    let isOwn = !request.isBuiltIn
    if isOwn, request.task == "auto", request.classes == nil, classes.count > 2,
      classes.allSatisfy({ Int($0) != nil })
    {
      sentences.append(
        "The target has \(classes.count) distinct whole numbers, taken for classes; for amounts say --task regress")
    }
    return sentences
  }

  private func count(_ number: Int, _ what: String) -> String {
    "\(NumberText.grouped(number)) \(what)\(number == 1 ? "" : "s")"
  }
}

import ConvexFunctions
import DataModels
import LinearAlgebra

/// The law of all trained columns for one penalty and λ: order parameters, and errors after any map of the weights.
struct TrainedMixture: Sendable {
  let setting: MixtureSetting
  let response: MeanResponse
  /// One where the classes are exchangeable, else k.
  let columns: [ColumnSolution]
  /// Pairs l < l′ in order of l; one where the classes are exchangeable.
  let overlaps: [ColumnOverlap]
  let argmax: GeneralWrongArgmax?

  init(
    _ setting: MixtureSetting, response: MeanResponse, argmax: GeneralWrongArgmax?, penalty: any ShrinkagePenalty,
    lambda: Double
  ) throws {
    self.setting = setting
    self.response = response
    self.argmax = argmax
    let k = setting.classCount
    func labels(_ l: Int, _ other: Int) -> Double {
      var sum = 0.0
      for j in 0..<k { sum -= response.sizes[j] * setting.labelShares[j, l] * setting.labelShares[j, other] }
      return sum
    }
    func column(_ l: Int) throws -> ColumnSolution {
      try ColumnSolution(column: l, penalty: penalty, lambda: lambda, setting: setting, response: response)
    }
    if argmax == nil {
      let first = try column(0)
      // Column 1 is column 0 with its classes renamed.
      let second = try column(1)
      columns = [first, second]
      overlaps = [
        try ColumnOverlap(first, second, labels: labels(0, 1), setting: setting, response: response)
      ]
    } else {
      columns = try (0..<k).map(column)
      var overlaps: [ColumnOverlap] = []
      for l in 0..<k {
        for other in l + 1..<max(k, l + 1) {
          overlaps.append(
            try ColumnOverlap(
              columns[l], columns[other], labels: labels(l, other), setting: setting, response: response))
        }
      }
      self.overlaps = overlaps
    }
  }

  /// The mean over columns, of which the exchangeable case keeps two equal ones.
  private func average(_ value: (ColumnSolution) -> Double) -> Double {
    columns.reduce(0) { $0 + value($1) } / Double(columns.count)
  }

  var nonzeroFraction: Double { average(\.nonzeroFraction) }
  var boundaryFraction: Double { average(\.boundaryFraction) }
  /// ‖XW − Y‖².
  var trainingLoss: Double { average(\.trainingLoss) * Double(setting.classCount) }
  /// The active weights of the column that has fewest: those that neither are zero nor sit at the boundary.
  var fewestActive: Double {
    columns.map { $0.shrinkages.map(\.slope) }.map { slopes in
      zip(slopes, setting.groups).reduce(0) { $0 + $1.0 * Double($1.1.count) }
    }.min() ?? 0
  }

  /// All k columns, also where two stand for the others.
  func allColumns(penalty: any ShrinkagePenalty, lambda: Double) throws -> [ColumnSolution] {
    guard argmax == nil else { return columns }
    return try (0..<setting.classCount).map {
      try ColumnSolution(column: $0, penalty: penalty, lambda: lambda, setting: setting, response: response)
    }
  }

  /// The overlap of two different columns.
  func overlap(_ l: Int, _ other: Int) -> ColumnOverlap {
    guard argmax != nil else { return overlaps[0] }
    let (a, b) = (min(l, other), max(l, other))
    let k = setting.classCount
    return overlaps[a * (2 * k - a - 1) / 2 + b - a - 1]
  }

  /// The test error after a map of each column, in their order.
  func error(_ maps: [WeightMap]) -> Double {
    let law = ScoreLaw(setting: setting, response: response)
    let classes = argmax == nil ? min(3, setting.classCount) : setting.classCount
    let prepared = columns.enumerated().map {
      ScoreLaw.Column($1, maps[$0], setting: setting, response: response, label: $0, classes: classes)
    }
    let ones = [Double](repeating: 1, count: setting.groups.count)
    guard let argmax else { return exchangeableError(law, prepared, ones) }
    let k = setting.classCount
    var covariances = [Matrix](repeating: Matrix(rows: k, columns: k), count: k)
    for l in 0..<k {
      for other in l..<k {
        let pair = law.pair(
          prepared[l], prepared[other], correlations: l == other ? ones : overlap(l, other).correlations)
        for j in 0..<k {
          let value = pair(j)
          covariances[j][l, other] = value
          covariances[j][other, l] = value
        }
      }
    }
    var error = 0.0
    for j in 0..<k {
      error +=
        setting.mixture.priors[j] * argmax(right: j, mean: prepared.map { $0.means[j] }, covariance: covariances[j])
    }
    return error
  }

  /// Class 0 is right; columns 0 and 1 stand for the right one and its rivals.
  private func exchangeableError(_ law: ScoreLaw, _ columns: [ScoreLaw.Column], _ ones: [Double]) -> Double {
    let k = setting.classCount
    let (right, other) = (columns[0], columns[1])
    let omega = overlaps[0].correlations
    let rightSelf = law.pair(right, right, correlations: ones)
    let between = law.pair(right, other, correlations: omega)
    // Class 0 is wrong for column 1 as class 1 is for column 0; and class 2 for both of the pair (0, 1).
    let variance = rightSelf(0) + rightSelf(1) - 2 * between(0)
    let covariance = k > 2 ? rightSelf(0) - 2 * between(0) + between(2) : 0
    return WrongArgmax.exchangeable(
      gap: right.means[0] - right.means[1], variance: variance, covariance: covariance, rivals: k - 1)
  }
}

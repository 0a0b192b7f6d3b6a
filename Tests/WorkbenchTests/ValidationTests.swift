import ConvexFunctions
import ConvexSolvers
import DataModels
import Foundation
import LinearAlgebra
import Testing
import Workbench

@Suite struct ValidationTests {
  private func matrix(_ table: Table) -> Matrix {
    Matrix(rows: table.features.count, columns: 5, elements: table.features.flatMap { $0 })
  }

  private func targets(_ table: Table) -> Matrix {
    Matrix(rows: table.targets.count, columns: 1, elements: table.targets.map { Double($0)! })
  }

  private func prediction(_ fit: LinearFit, _ row: [Double]) -> Double {
    zip(fit.weights.row(0), row).reduce(fit.intercept[0]) { $0 + $1.0 * $1.1 }
  }

  /// Ridge's leave-one-out error against as many fits as there are rows.
  @Test(arguments: [true, false])
  func leaveOneOutIsExact(_ intercept: Bool) throws {
    try withFolder { folder in
      let table = Table.prices(rows: 32)
      let lambdas = [0.01, 0.3, 3, 30]
      let product = try table.compressed(in: folder) { request in
        request.keepToLinear()
        request.penalties = ["l2"]
        request.lambdas = lambdas
        request.intercept = intercept
        request.data.test = "8"
        request.data.validation = "loo"
      }
      let training = table.rows(0..<24)
      for lambda in lambdas {
        var sum = 0.0
        for left in 0..<24 {
          let rest = training.rows((0..<24).filter { $0 != left })
          let data = try LeastSquares(features: matrix(rest), targets: targets(rest), intercept: intercept)
          let y = prediction(RidgePath(data).fit(lambda), training.features[left])
          sum += (y - Double(training.targets[left])!) * (y - Double(training.targets[left])!)
        }
        let row = try #require(product.answer.path.first { abs($0.lambda / lambda - 1) < 1e-12 })
        let measured = try #require(row.validationError)
        // Both are rational functions of the data, computed in Float64: rounding only.
        #expect(abs(measured / (sum / 24) - 1) < 1e-10, "λ = \(lambda)")
      }
    }
  }

  /// The error of held-out rows against folds made here, at the same fractions of each λ_max.
  @Test(arguments: ["0.25", "0.5"])
  func foldErrors(_ share: String) throws {
    try withFolder { folder in
      let table = Table.prices(rows: 48)
      let product = try table.compressed(in: folder) { request in
        request.keepToLinear()
        request.penalties = ["l2"]
        request.data.test = "8"
        request.data.validation = share
        request.seed = 3
      }
      let training = try LabeledData(
        features: matrix(table.rows(0..<40)), targets: .values(targets(table.rows(0..<40))))
      let folds = try Fold.inTurn(
        training, validation: Double(share)!, using: RandomStream(seed: 3).branch("validation"))
      #expect(folds.count == Int(1 / Double(share)!))
      for row in product.answer.path {
        var (sum, count) = (0.0, 0)
        for fold in folds {
          let data = try LeastSquares(features: fold.fit.features, targets: fold.fit.targets.matrix)
          let fit = RidgePath(data).fit(row.lambdaFraction * LambdaGrid.largest(for: SquaredL2(), data))
          for i in 0..<fold.validation.sampleCount {
            let rest = prediction(fit, Array(fold.validation.features.row(i))) - fold.validation.targets.matrix[i, 0]
            sum += rest * rest
            count += 1
          }
        }
        let measured = try #require(row.validationError)
        // The packed model computes in Float32.
        #expect(count == 40 && abs(measured / (sum / Double(count)) - 1) < 1e-4)
      }
    }
  }

  @Test func leaveOneOutIsTheDefaultWhereItIsExact() throws {
    try withFolder { folder in
      func validation(_ way: String?) throws -> [[Double?]] {
        let product = try Table.animals().compressedBriefly(in: folder) { $0.data.validation = way }
        return ["l2", "l1", "linf"].map { p in
          product.answer.path.filter { $0.penalty == p }.map(\.validationError)
        }
      }
      let (usual, loo, fold) = (try validation(nil), try validation("loo"), try validation("0.2"))
      #expect(usual == loo)
      #expect(usual[1...] == fold[1...])
      #expect(usual[0] != fold[0])
      // So have its signs, but not data-aware rounding.
      func errors(_ way: String?) throws -> (signs: [Double?], aware: [Double?]) {
        let answer = try Table.animals().compressedBriefly(in: folder) {
          ($0.data.validation, $0.penalties) = (way, ["l2"])
        }.answer
        return (
          answer.path.map(\.oneBitValidationError),
          answer.candidates.filter { $0.rounding == "data-aware" }.map(\.validationError)
        )
      }
      let (exact, held) = (try errors(nil), try errors("0.2"))
      #expect(exact.signs != held.signs && exact.aware == held.aware && !exact.aware.isEmpty)
    }
  }

  @Test func errorsOfKnownScores() {
    let classes = Targets.classes(labels: [0, 1, 1, 0], names: ["a", "b"])
    func error(_ scores: [Double]) -> MeasuredError {
      MeasuredError(scores: Matrix(rows: 4, columns: 2, elements: scores), targets: classes)
    }
    #expect(error([1, 0, 0, 1, 0, 1, 1, 0]).value == 0)
    let half = error([0, 1, 0, 1, 0, 1, 0, 1])
    #expect(half.value == 0.5 && half.standardError == 0.25 && half.sampleCount == 4)
    // Among equal scores the first class is taken; what is not a number is wrong.
    #expect(error([2, 2, 2, 2, 0, 1, 1, 0]).value == 0.25)
    #expect(error([1, .nan, 0, .infinity, 0, 1, 1, 0]).value == 0.5)
    let values = Targets.values(Matrix(rows: 2, columns: 2, elements: [0, 0, 0, 0]))
    let squares = MeasuredError(scores: Matrix(rows: 2, columns: 2, elements: [1, 1, 3, 1]), targets: values)
    // Errors per row 1 and 5: mean 3, sample deviation √8, over √2.
    #expect(squares.value == 3 && squares.standardError == 2)
    let lost = MeasuredError(scores: Matrix(rows: 2, columns: 2, elements: [.nan, 1, 3, 1]), targets: values)
    #expect(lost.value == .infinity)
  }
}

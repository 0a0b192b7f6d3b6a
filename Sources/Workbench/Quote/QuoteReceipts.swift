import Compression
import ConvexFunctions
import ConvexSolvers
import Messages
import Quotes

/// Leave-one-out beside quotes: the training rows' word on the very model that a row of the table is about.
///
/// Ridge and its plain forms are exact. A norm has none before it is fitted, so it is fitted to all rows, at the quoted
/// strengths alone: no path and no folds. The quotes stay what they were.
struct QuoteReceipts {
  private let request: QuoteRequest
  private let preparation: Preparation

  init(_ request: QuoteRequest, _ data: PreparedData) throws {
    self.request = request
    let unfolded = PreparedData(
      training: data.training, test: data.test, folds: [], usesLeaveOneOut: true, standardization: data.standardization,
      summary: data.summary)
    preparation = try Preparation(unfolded, intercept: request.job.intercept)
  }

  /// The rows of linear models with `receiptError` and `receiptBand`, or with the reason why there is none.
  ///
  /// - Parameter observe: called after each row.
  func added(to rows: [Candidate], observe: () -> Void) throws -> [Candidate] {
    var rows = rows
    var receipts = LinearReceipts(preparation, seed: request.job.seed)
    // Rows that share a solution follow each other, since only the last one is kept.
    let order = rows.indices.sorted {
      (rows[$0].penalty, -rows[$0].lambda, $0) < (rows[$1].penalty, -rows[$1].lambda, $1)
    }
    var fits: [String: [Double: LinearFit]] = [:]
    for i in order {
      defer { observe() }
      let row = rows[i]
      guard row.predictedError != nil else {
        rows[i].reasons.append("no leave-one-out: without a quote there is no λ to fit at")
        continue
      }
      do {
        let found = try fits[row.penalty] ?? fitted(row.penalty, rows)
        fits[row.penalty] = found
        let form = row.remark.isEmpty ? try Catalogs.compression(row.format) : pruned
        guard let fit = found[row.lambda], let form else { continue }
        let receipt = try receipts.receipt(fit, StorageChoice(form: form, rounding: .plain, scale: .weights))
        rows[i].receiptError = receipt?.error
        rows[i].receiptBand = receipt.map { [$0.band.lowerBound, $0.band.upperBound] }
      } catch let refusal as Refusal {
        rows[i].reasons.append(refusal.message)
      }
    }
    return rows
  }

  /// The solutions of a penalty at the strengths of its rows, by λ.
  private func fitted(_ name: String, _ rows: [Candidate]) throws -> [Double: LinearFit] {
    let lambdas = Set(rows.filter { $0.penalty == name && $0.predictedError != nil }.map(\.lambda)).sorted(by: >)
    let fits = try RegularizationPath().fit(preparation.full, penalty: try Catalogs.penalty(name), lambdas: lambdas)
    return Dictionary(uniqueKeysWithValues: zip(lambdas, fits))
  }

  /// The only form whose rows have a remark.
  private var pruned: (any StorageForm)? { request.job.prune.map { PrunedForm(fraction: $0) } }
}

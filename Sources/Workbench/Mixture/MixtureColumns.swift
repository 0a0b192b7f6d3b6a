import Messages

/// The columns of `MixtureAnswer` as text, the same for predictions and measurements.
public struct MixtureColumns: Sendable {
  private let formats: [String]
  private let isSimulation: Bool

  public init(_ answer: MixtureAnswer) {
    // The sign first: it stands beside sign(W).
    formats = (answer.rows.first.map { Array($0.formats.keys) } ?? []).sorted {
      $0 == "sign" || ($1 != "sign" && $0 < $1)
    }
    isSimulation = answer.rows.contains { $0.trials != nil }
  }

  public var header: [String] {
    ["penalty", "λ", "test error %", "sign(W) %"] + formats.map { $0 == "sign" ? "sign, scaled* %" : "\($0) %" }
      + ["non-zero %", "at boundary %", "training loss", ""]
  }

  public func cells(_ row: MixtureAnswer.Row) -> [String] {
    var cells = [CandidateColumns.symbol(row.penalty), NumberText.short(row.lambda)]
    cells.append(percent(row.testError, row.testErrorStandardError))
    cells.append(percent(row.oneBitTestError, row.oneBitTestErrorStandardError))
    for name in formats { cells.append(percent(row.formats[name] ?? nil, row.formatsStandardError[name] ?? nil)) }
    cells.append(percent(row.nonzeroFraction, row.nonzeroFractionStandardError))
    cells.append(percent(row.boundaryFraction, row.boundaryFractionStandardError))
    let loss = row.trainingLoss.map { NumberText.fixed($0, 2) } ?? "–"
    cells.append(loss + (row.trainingLossStandardError.map { " ± " + NumberText.fixed($0, 2) } ?? ""))
    let remark = isSimulation ? row.status ?? "" : row.method
    cells.append(["converged", "exact"].contains(remark) ? "" : remark)
    return cells
  }

  /// What a star in the header means; nil where there is none.
  public var note: String? {
    formats.contains("sign") ? "* one scale per class, as compress stores it; sign(W) has one scale for all." : nil
  }

  /// The model in one line.
  public static func title(_ model: MixtureAnswer.Model) -> String {
    func known(_ value: Double?) -> String { value.map { "\($0)" } ?? "file" }
    return "mixture: d=\(model.features) n=\(model.samples) k=\(model.classes) r=\(known(model.correlation)) "
      + "c=\(known(model.corruption)) sigma=\(known(model.sigma))"
      + (Set(model.priors).count > 1 ? " priors " + model.priors.map(NumberText.short).joined(separator: ",") : "")
  }

  private func percent(_ value: Double?, _ error: Double?) -> String {
    guard let value else { return "–" }
    return NumberText.percent(value, 2) + (error.map { " ± " + NumberText.percent($0, 2) } ?? "")
  }
}

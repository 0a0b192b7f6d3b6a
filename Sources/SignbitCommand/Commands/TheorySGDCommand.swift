import ArgumentParser
import Messages
import Workbench

struct TheorySGDCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sgd", abstract: "The exact expected risk of low-precision SGD, at every iteration, and a bound.",
    discussion: """
      x ~ N(0, diag λ), y = x·w* + noise, w* = 1, w₀ = 0; data, label, parameter, activation and gradient get unbiased \
      errors of variance EPS (add) or EPS times the square (mult). The averaged risk is that of the mean of the iterates \
      before t, the deployed risk that of the same weights on quantized inputs; the bound is never below it. Formats round \
      stochastically unless they end in :rne. With --spectrum data:FILE samples are rows of that file, standardized and \
      turned to their principal axes, and w* is their least-squares fit.

      EXAMPLES
        signbit theory sgd --quantize-data fixed8:range=5 --quantize-parameter e4m3
        signbit theory sgd --spectrum data:digits --step-size 0.001 --json
      """)

  @OptionGroup var sgd: SGDOptions
  @OptionGroup var answering: AnswerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let answer = try TheorySGD(sgd.request())()
    try answering.deliver(answer, as: "theory-sgd", common) { show(answer) }
  }

  private func show(_ answer: TheorySGDAnswer) {
    let model = answer.model
    print("\(SGDOptions.title(model.setting)), predicted")
    if let largest = model.largestStableStepSize {
      // Of rows it comes from pairs of coordinates, and is no more than near.
      print("largest stable step size \(model.tailWeight == nil ? "" : "about ")\(NumberText.short(largest))")
      if !model.isStable {
        print("step size \(NumberText.short(model.setting.stepSize)) diverges: choose one below that")
      }
    } else {
      print("diverges: no step size is stable in this setting")
    }
    if let weight = model.tailWeight {
      print("fourth moments of the rows are \(NumberText.short(weight)) times those of Gaussians, and used")
    }
    if let reason = model.notModeled {
      print("not modeled: \(reason); signbit simulate sgd, with the same flags, measures it")
      return
    }
    if let risk = model.stationaryRisk { print("risk after endless steps \(NumberText.short(risk))") }
    if let reason = model.boundRefusal { print("no bound applies: \(reason)") }
    print("")
    func number(_ value: Double?) -> String { value.map { NumberText.short($0) } ?? "–" }
    let hasBound = model.boundRefusal == nil
    let rows = answer.rows.map { row -> [String] in
      let terms = row.boundTerms
      let tightness = row.deployedRisk.flatMap { risk in row.bound.map { $0 / risk } }
      return [NumberText.grouped(row.iteration), number(row.risk), number(row.averagedRisk), number(row.deployedRisk)]
        + (hasBound
          ? [
            number(row.bound), number(terms?.variance), number(terms?.bias), number(terms?.approximation),
            number(tightness),
          ]
          : [])
    }
    print(
      TextTable(
        header: ["t", "risk", "averaged", "deployed"]
          + (hasBound ? ["bound", "VarErr", "BiasErr", "ApproxErr", "bound/deployed"] : []),
        rows: rows
      ).text)
  }
}

import Asymptotics
import DataModels
import Messages
import Testing

/// Plans of bits, against the plan of an independent program and against all smaller allocations.
@Suite struct BitPlannerTests {
  private func model(_ count: Int, steps: Int = 1000) throws -> QuantizedRegression {
    QuantizedRegression(spectrum: try .power(2, count: count), stepSize: 0.1, steps: steps)
  }

  private let ones = [1.0, 1, 1, 1, 1]

  #if !DEBUG
    // Plans are fifty to some hundred predictions, which take minutes without optimization.
    /// λ = i⁻², B = 1, 10 %: 7/4/3/4/4 bits with exact moments; 9.8 % there, with a Gaussian residual.
    @Test func knownIntegerPlan() throws {
      let plan = try BitPlanner(model(200), kind: .integer, tolerance: 0.1, costs: ones).plan()
      #expect(plan.lines.map(\.bits) == [7, 4, 3, 4, 4])
      #expect(plan.increase > 0.09 && plan.increase <= 0.1)
      #expect(plan.lines.allSatisfy { ($0.riskWithOneLess ?? .infinity) > 1.1 * plan.fullPrecisionRisk })
      #expect(plan.lines.allSatisfy { ($0.riskWithOneMore ?? .infinity) < plan.risk })
    }

    /// No allocation with one bit less in all, within two bits of each, meets the goal.
    @Test(arguments: [BitKind.integer, .float]) func nothingSmallerSuffices(kind: BitKind) throws {
      let small = try model(4, steps: 25)
      let plan = try BitPlanner(small, kind: kind, tolerance: 0.05, costs: ones).plan()
      #expect(plan.increase <= 0.05)
      let chosen = plan.lines.map(\.bits)
      var tried = 0
      func visit(_ bits: [Int], _ place: Int) throws {
        if place == bits.count {
          guard bits.reduce(0, +) == plan.bits - 1 else { return }
          var other = plan.model
          for (target, line) in zip(QuantizationTarget.allCases, zip(bits, plan.lines)) {
            let (count, old) = (line.0, line.1)
            let name =
              kind == .float
              ? "float:e5m\(count)" : old.format.replacing("fixed\(old.bits)", with: "fixed\(count)")
            other[target] = try TargetError(text: name)
          }
          tried += 1
          let theory = try QuantizedSGDTheory(other)
          let risk = theory.risks(at: [small.steps])[0].averagedRisk ?? .infinity
          #expect(
            theory.notModeled != nil || !(risk <= 1.05 * plan.fullPrecisionRisk),
            "\(bits) suffice, but \(chosen) is planned")
          return
        }
        for change in -2...2 {
          let next = chosen[place] + change
          guard next >= (kind == .integer ? 2 : 0), next <= 10 else { continue }
          var bits = bits
          bits[place] = next
          try visit(bits, place + 1)
        }
      }
      try visit(chosen, 0)
      #expect(tried >= 5)
    }

    /// Bits that cost more are fewer.
    @Test func costsMatter() throws {
      let small = try model(4, steps: 25)
      let even = try BitPlanner(small, kind: .integer, tolerance: 0.02, costs: ones).plan()
      let dear = try BitPlanner(small, kind: .integer, tolerance: 0.02, costs: [1, 1, 1, 1, 50]).plan()
      #expect(dear.lines[4].bits < even.lines[4].bits)
      #expect(dear.increase <= 0.02)
    }

  #endif

  @Test func refusals() throws {
    func refusal(_ change: (inout QuantizedRegression) -> Void, tolerance: Double = 0.1, costs: [Double]? = nil)
      -> String
    {
      do {
        var small = try model(2, steps: 5)
        change(&small)
        _ = try BitPlanner(small, kind: .integer, tolerance: tolerance, costs: costs ?? ones).plan()
        return "nothing"
      } catch let refusal as Refusal {
        return refusal.message
      } catch {
        return "another error"
      }
    }
    #expect(refusal({ $0.stepSize = 1.5 }).contains("largest stable one is"))
    #expect(refusal({ $0.hasMasterWeights = false }).contains("master weights"))
    #expect(refusal({ $0.steps = 0 }).contains("one step"))
    #expect(refusal({ _ in }, tolerance: 0).contains("above 0"))
    #expect(refusal({ _ in }, costs: [1, 2]).contains("give 5 costs"))
    #expect(refusal({ $0.steps = 200 }, tolerance: 1e-12).contains("up to 12 bits"))
  }
}

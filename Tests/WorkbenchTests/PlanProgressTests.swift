import Synchronization
import Testing
import Workbench

/// The search of a plan says how far it is, and then so do the runs.
@Suite struct PlanProgressTests {
  /// A small tolerance takes more settings than are usual.
  @Test(arguments: [0.1, 0.001]) func everySettingIsTold(_ tolerance: Double) throws {
    var request = PlanSGDRequest()
    request.model.dim = 2
    request.model.steps = 8
    request.tolerance = tolerance
    request.trials = 3
    let told = Mutex<[Progress]>([])
    let answer = try PlanSGD(request) { progress in told.withLock { $0.append(progress) } }()
    let all = told.withLock { $0 }
    let search = all.filter { $0.title == "planning" }
    // At the beginning, after each setting, at the end.
    #expect(search.count == answer.plan.evaluations + 2)
    #expect(Set(search.dropLast().map(\.done)) == Set(0...answer.plan.evaluations))
    // A bar ends where all is done.
    #expect(search.dropLast().allSatisfy { $0.done < $0.total })
    #expect(search.last.map { $0.done == $0.total } == true)
    #expect(all.last.map { $0.title == "simulating" && $0.done == $0.total } == true)
  }
}

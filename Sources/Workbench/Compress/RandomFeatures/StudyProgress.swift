import RandomFeatures
import Synchronization

/// How far the study of one map is: each part is features, then ridge, then rounding.
final class StudyProgress: Sendable {
  private static let stepsPerPart = 100
  private let title: String
  private let total: Int
  private let observer: ProgressObserver
  private let finished = Atomic<Int>(0)

  /// - Parameter parts: Folds; the fit on all rows counts as one more.
  init(_ name: String, parts: Int, _ observer: @escaping ProgressObserver) {
    title = "random features, \(name)"
    total = (parts + 1) * Self.stepsPerPart
    self.observer = observer
    show(0)
  }

  func observe(_ stage: LastLayerFit.Stage, _ share: Double) {
    switch stage {
    case .features: show(Int(30 * share))
    case .ridge: show(30 + Int(50 * share))
    }
  }

  func finishPart() {
    finished.wrappingAdd(1, ordering: .relaxed)
    show(0)
  }

  private func show(_ steps: Int) {
    observer(Progress(title: title, done: finished.load(ordering: .relaxed) * Self.stepsPerPart + steps, total: total))
  }
}

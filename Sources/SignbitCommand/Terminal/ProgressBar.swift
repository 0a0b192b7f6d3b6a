import Messages
import Synchronization
import Workbench

/// One line on the terminal that says what is done, how far it is and how long it will take.
final class ProgressBar: Sendable {
  private let isShown: Bool
  private let start = Mutex<(title: String, instant: ContinuousClock.Instant, shown: ContinuousClock.Instant)?>(nil)

  init(isShown: Bool) { self.isShown = isShown }

  func show(_ progress: Progress) {
    guard isShown else { return }
    start.withLock { state in
      let now = ContinuousClock.now
      if state?.title != progress.title { state = (progress.title, now, now - .seconds(1)) }
      guard let since = state else { return }
      if progress.done >= progress.total {
        Terminal.write("\r\u{1B}[K")
        state = nil
        return
      }
      guard now - since.shown > .milliseconds(100) else { return }
      state?.shown = now
      let share = Double(progress.done) / Double(max(1, progress.total))
      let width = 24
      let full = Int(share * Double(width))
      let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
      let elapsed =
        Double((now - since.instant).components.seconds)
        + Double((now - since.instant).components.attoseconds) * 1e-18
      let rest = share > 0.02 ? "  about \(duration(elapsed * (1 - share) / share)) left" : ""
      Terminal.write("\r\u{1B}[K\(progress.title)  \(bar) \(NumberText.percent(share, 0)) %\(rest)")
    }
  }

  private func duration(_ seconds: Double) -> String {
    seconds < 90 ? "\(NumberText.fixed(seconds, 0)) s" : "\(NumberText.fixed(seconds / 60, 0)) min"
  }
}

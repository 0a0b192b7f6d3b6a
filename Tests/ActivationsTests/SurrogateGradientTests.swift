import Activations
import Testing

/// Laws over the catalog of surrogate gradients.
@Suite struct SurrogateGradientTests {
  @Test func catalog() {
    #expect(SurrogateGradients.names == ["identity", "relu", "clipped-relu", "hard-tanh", "tanh", "swish-sign"])
    #expect(SurrogateGradients.named("reul") == nil)
    #expect(SurrogateGradients.named("tanh", cutoff: 2)?.cutoff == 2)
  }

  /// 1 just above 0 and nowhere more, even or one-sided, a function of a/c, and windows are windows.
  @Test func laws() {
    for surrogate in SurrogateGradients.all(cutoff: 0.5) {
      let stretched = SurrogateGradients.named(surrogate.name, cutoff: 2)!
      #expect(abs(surrogate.derivative(1e-9) - 1) <= 1e-12, "\(surrogate.name)")
      for step in 1...4000 {
        let a = Double(step) / 500
        let value = surrogate.derivative(a)
        #expect(value <= 1 && value >= -0.075, "\(surrogate.name)(\(a)) = \(value)")
        #expect(surrogate.derivative(-a) == (surrogate.isEven ? value : 0), "\(surrogate.name)(\(a))")
        #expect(abs(stretched.derivative(4 * a) - value) <= 1e-12, "\(surrogate.name)(\(a))")
        if surrogate.isWindow { #expect(value == surrogate.window(a)) }
      }
      #expect(surrogate.derivative(1e300) == (surrogate.cutoff == .infinity ? 1 : 0))
      if surrogate.isWindow, surrogate.cutoff < 1 { #expect(surrogate.derivative(surrogate.cutoff) == 0) }
    }
  }
}

import Messages
import Testing

@Suite struct SuggestionTests {
  @Test func nearWordsAreSuggested() {
    let keys = ["d", "n", "k", "sigma", "priors"]
    #expect(Suggestion.nearest(to: "sgima", among: keys) == "sigma")
    #expect(Suggestion.nearest(to: "Prior", among: keys) == "priors")
    #expect(Suggestion.nearest(to: "temperature", among: keys) == nil)
    #expect(Suggestion.nearest(to: "x", among: []) == nil)
    #expect(Suggestion.nearest(to: "x", among: keys) == nil)
    #expect(Suggestion.nearest(to: "D", among: keys) == "d")
    #expect(Suggestion.question(for: "sigme", among: keys) == "did you mean \"sigma\"?")
    #expect(Suggestion.question(for: "temperature", among: keys) == "choose among d, n, k, sigma, priors")
  }
}

import Messages
import Testing

@Suite struct RefusalTests {
  @Test func aMessageIsOneLineWhateverNamesHold() {
    let refusal = Refusal.input("a\r\nb\u{1B}[31m\tc\u{2028}d\u{85}e: größe 数 👩‍👧")
    #expect(refusal.message == "a  b [31m c d e: größe 数 👩‍👧")
    #expect(Refusal.usage("plain").message == "plain")
  }
}

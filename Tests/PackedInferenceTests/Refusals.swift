import Messages

/// The sentence with which `body` refuses its input; nil if it does not, "another error" for any other.
func refusal(_ body: () throws -> Any) -> String? {
  do {
    _ = try body()
    return nil
  } catch let refusal as Refusal where refusal.kind == .input {
    return refusal.message
  } catch {
    return "another error"
  }
}

func isRefused(_ body: () throws -> Any) -> Bool {
  let message = refusal(body)
  return message != nil && message != "another error"
}

/// A reader of XML just strict enough to refuse what a browser would refuse.
///
/// Knows elements, attributes, text, the five named entities; no comments, no processing
/// instructions, no document types: the figures have none.
struct WellFormedXML {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// The names of the elements around it, outermost first.
    let path: [String]
    var text = ""
  }

  struct Fault: Error, CustomStringConvertible { let description: String }

  private(set) var elements: [Element] = []

  init(_ source: String) throws {
    var rest = Substring(source)
    var open: [(name: String, index: Int)] = []
    var isClosed = false
    while let character = rest.first {
      if character != "<" {
        let end = rest.firstIndex(of: "<") ?? rest.endIndex
        let text = rest[..<end]
        try WellFormedXML.checkText(text)
        if let top = open.last {
          elements[top.index].text += text
        } else if !text.allSatisfy(\.isWhitespace) {
          throw Fault(description: "text outside the root: \(text)")
        }
        rest = rest[end...]
        continue
      }
      guard let end = rest.firstIndex(of: ">") else { throw Fault(description: "a tag without an end") }
      var tag = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.first == "/" {
        guard let top = open.popLast(), top.name == tag.dropFirst() else {
          throw Fault(description: "</\(tag.dropFirst())> closes \(open.last?.name ?? "nothing")")
        }
        isClosed = open.isEmpty
        continue
      }
      guard !isClosed else { throw Fault(description: "a second root") }
      let isLeaf = tag.last == "/"
      if isLeaf { tag.removeLast() }
      let name = String(tag.prefix { !$0.isWhitespace })
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber }) else {
        throw Fault(description: "name \(name)")
      }
      elements.append(
        Element(name: name, attributes: try WellFormedXML.attributes(tag.dropFirst(name.count)), path: open.map(\.name))
      )
      if isLeaf { isClosed = open.isEmpty } else { open.append((name, elements.count - 1)) }
    }
    guard open.isEmpty, isClosed else { throw Fault(description: "\(open.map(\.name)) left open") }
  }

  private static func attributes(_ source: Substring) throws -> [String: String] {
    var found: [String: String] = [:]
    var rest = source
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if rest.isEmpty { return found }
      guard let equals = rest.firstIndex(of: "=") else { throw Fault(description: "attribute \(rest)") }
      let name = String(rest[..<equals])
      rest = rest[rest.index(after: equals)...]
      guard rest.first == "\"" else { throw Fault(description: "\(name) is not quoted") }
      rest = rest.dropFirst()
      guard let quote = rest.firstIndex(of: "\"") else { throw Fault(description: "\(name) is not closed") }
      let value = rest[..<quote]
      try checkText(value)
      guard found.updateValue(String(value), forKey: name) == nil else { throw Fault(description: "\(name) twice") }
      rest = rest[rest.index(after: quote)...]
    }
  }

  private static func checkText(_ text: Substring) throws {
    for scalar in text.unicodeScalars where scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar) {
      throw Fault(description: "control character \(scalar.value)")
    }
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      guard let name = part.split(separator: ";", omittingEmptySubsequences: false).first, name.count < part.count,
        ["amp", "lt", "gt", "quot", "apos"].contains(name)
      else { throw Fault(description: "a bare & before \(part.prefix(10))") }
    }
  }
}

import DataFiles
import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct SvmlightTests {
  private func load(
    _ text: String, as name: String = "t.svm", part: String = "", layout: DataLayout? = nil,
    missing: MissingRule = .error
  ) throws -> Matrix {
    var features: Matrix?
    try withFolder { folder in
      try AtomicFile.write(text, to: folder + "/" + name)
      features = try DataSource(path: folder + "/" + name + part, missing: missing, layout: layout).load().features
    }
    return features!
  }

  @Test func spellings() throws {
    let expected = Matrix(rows: 3, columns: 3, elements: [0.5, 0, -2, 0, 0, 0, 0, 1, 0])
    for text in [
      "1 1:.5 3:-2\n0\n1 2:1\n", "# head\r\n+1\t1:5e-1 3:-2 # tail\r\n\r\n0.0\r\n1 2:1 3:0",
      "\u{FEFF}1 1:0.5 3:-2\n0 1:0\n1 2:+1",
      "1 0:0.5 2:-2\n0\n1 1:1",
    ] {
      #expect(try load(text) == expected)
      // The content says what it is, whatever the name.
      #expect(try load(text, as: "data") == expected)
    }
    #expect(try load("1 1:2\n", part: ":0") == Matrix(rows: 1, columns: 2, elements: [0, 2]))
  }

  @Test func missingLabelsAndNumbers() throws {
    #expect(try load("1 1:nan 2:1\n2 1:3 2:4", missing: .drop) == Matrix(rows: 1, columns: 2, elements: [3, 4]))
    #expect(isClear(refusal { try load("1 1:nan 2:1\n") }, naming: "/tmp"))
  }

  @Test func layoutOfTheTrainingRows() throws {
    let wide = DataLayout(featureCount: 4, firstIndex: 0)
    #expect(try load("1 1:7\n", layout: wide).elements == [0, 7, 0, 0])
    #expect(try load("1 1:7\n", layout: DataLayout(featureCount: 4)).elements == [7, 0, 0, 0])
    #expect(try load("1 1:7\n", part: ":1", layout: wide).elements == [7, 0, 0, 0])
    let tooWide = refusal { try load("1 1:7\n2 5:1\n", layout: DataLayout(featureCount: 4, firstIndex: 1)) }
    #expect(tooWide?.message.contains("line 2: found the index 5") == true)
    let zero = refusal { try load("1 0:7\n", layout: DataLayout(featureCount: 4, firstIndex: 1)) }
    #expect(zero?.message.contains("line 1: found the index 0") == true)
  }

  @Test(arguments: [
    ("1 2:1 2:3\n", "line 1: the index 2 follows 2"), ("1 3:1 2:3\n", "line 1: the index 2 follows 3"),
    ("1,2 1:1\n", "several per sample"), ("cat 1:1\n", "write classes as numbers"), ("1 qid:3 1:1\n", "ranks samples"),
    ("1:1 2:2\n", "before the pairs"), ("1 1:x\n", "behind the colon"), ("1 1:inf\n", "behind the colon"),
    ("1 -1:2\n", "before the colon"), ("1 1234567890:2\n", "before the colon"), ("1 7\n", "index:value"),
    ("# only\n", "holds no rows"), ("1\n2\n", "no line has a feature"), ("inf 1:1\n", "as the label"),
    ("1 1:1\n0 999999999:1\n", "999,999,999 features (the largest index, 999999999, stands on line 2)"),
  ])
  func oneSentenceForEachFault(_ text: String, _ words: String) {
    let refused = refusal { try load(text) }
    #expect(
      isClear(refused, naming: "/tmp") && refused?.message.contains(words) == true, "\(String(describing: refused))")
  }

  @Test func labelsAreNotNamed() throws {
    try withFolder { folder in
      let path = folder + "/t.svm"
      try AtomicFile.write("3 1:1\n4 2:1\n", to: path)
      #expect(refusal { try DataSource(path: path, target: "1").load() }?.kind == .input)
      #expect(refusal { try DataSource(path: path + ":2").load() }?.message.contains(":0 or :1") == true)
      #expect(refusal { try DataSource(path: path, target: "x").loadFeatures() }?.kind == .input)
      #expect(try DataSource(path: path).loadFeatures().features.elements == [1, 0, 0, 1])
      try AtomicFile.write("a\nb\n", to: folder + "/y.csv")
      let joined = try DataSource(path: path, target: folder + "/y.csv").load()
      #expect(joined.targets == .classes(labels: [0, 1], names: ["a", "b"]))
      try AtomicFile.write("1,2\n", to: folder + "/t.csv")
      #expect(isClear(refusal { try DataSource(path: folder + "/t.csv:a").load() }, naming: folder))
    }
  }
}

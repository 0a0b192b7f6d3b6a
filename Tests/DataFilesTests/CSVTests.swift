import DataFiles
import LinearAlgebra
import Messages
import Testing

@Suite struct CSVTests {
  func read(_ text: String, _ reader: CSVReader = CSVReader()) throws -> CSVReader.Table { try reader.read(file(text)) }

  @Test(arguments: [
    "a,b,y\n1,2,3\n4,5,6\n", "a;b;y\r\n1;2;3\r\n4;5;6", "a\tb\ty\n1\t2\t3\n4\t5\t6\n\n\n",
    "\u{FEFF}a,b,y\n 1 ,\t2,+3\n4.0,50e-1,.6E1\n", "a,\"b\",y\n\"1\",2,3\n4,\"5\",\"6\"\n", "a,b,y\r1,2,3\r4,5,6\r",
  ])
  func spellingsOfOneTable(_ text: String) throws {
    let table = try read(text)
    #expect(table.featureNames == ["a", "b"])
    #expect(table.targetName == "y")
    #expect(table.features == Matrix(rows: 2, columns: 2, elements: [1, 2, 4, 5]))
    #expect(table.target == .numbers([3, 6]))
  }

  @Test func quotesDelimitersAndLinesInsideCells() throws {
    let table = try read("x,\"a, \"\"b\"\"\"\n1,\"two\nlines\"\n2,\"\"\"q\"\"\"\n3,ä\n")
    #expect(table.targetName == "a, \"b\"")
    #expect(table.target == .texts(["two\nlines", "\"q\"", "ä"]))
  }

  @Test func headerIsFoundOrObeyed() throws {
    #expect(try read("1,2\n3,4\n").features.rowCount == 2)
    #expect(try read("5.1,setosa\n4.9,setosa\n").features.rowCount == 2)
    #expect(try read("0,1,2\n3,4,5\n", CSVReader(header: .yes)).featureNames == ["0", "1"])
    #expect(try read(",a,y\n0,1,2\n").featureNames == ["column 1", "a"])
    #expect(try CSVReader(header: .no).columnNames(of: file("1,2\n")) == ["column 1", "column 2"])
    #expect(try CSVReader().readTarget(file("label\n3\n4\n")) == .numbers([3, 4]))
    #expect(try CSVReader().readTarget(file("cat\ndog\n")) == .texts(["cat", "dog"]))
  }

  @Test func targetColumnByNameAndNumber() throws {
    let text = "a,b,c\n1,2,3\n"
    for (choice, expected) in [("b", 2.0), ("1", 1), ("-1", 3), ("-3", 1)] {
      #expect(try read(text, CSVReader(target: .column(choice))).target == .numbers([expected]))
    }
    #expect(try read(text, CSVReader(target: .none)).features.columnCount == 3)
    let misspelled = refusal { try read("alpha,beta\n1,2\n", CSVReader(target: .column("aplha"))) }
    #expect(misspelled?.message.contains("did you mean \"alpha\"?") == true)
    for wrong in ["0", "4", "-4", "99999999999999999999"] {
      #expect(isClear(refusal { try read(text, CSVReader(target: .column(wrong))) }, naming: "t.csv"))
    }
  }

  @Test func numbersAreRoundedCorrectly() throws {
    let texts = [
      "0", "-0", "1", "0.1", "18446744073709551617", "123456789012345", "9007199254740993", "1e22", "1e23",
      "1.7976931348623157e308",
      "4.9e-324",
      "2.2250738585072011e-308", "0.3000000000000000166533453693773481063544750213623046875", "1e-400", "6.02214076e23",
      "00000000000000000000000001.5", "123456789012345678901234567890", "1e-23", "3.14159265358979",
      "-7.2057594037927933e16",
    ]
    for text in texts {
      let value = try read("\(text),0\n", CSVReader(header: .no)).features.elements[0]
      #expect(value.bitPattern == Double(text)!.bitPattern, "\(text)")
    }
  }

  @Test func randomNumbersMakeTheRoundTrip() throws {
    var random = RandomStream(seed: 3).branch("csv numbers")
    let words = random.words(4000)
    var values: [Double] = []
    for i in stride(from: 0, to: words.count, by: 2) {
      let x = Double(bitPattern: UInt64(words[i]) << 32 | UInt64(words[i + 1]))
      if x.isFinite { values.append(x) }
      values.append(Double(words[i]) / 1000)
    }
    let text = values.map { "\($0),0\n" }.joined()
    #expect(try read(text, CSVReader(header: .no)).features.elements == values)
  }

  @Test func missingCells() throws {
    let text = "a,b,y\n1,,0\n3,4,1\n5,nan,\nNA,8,1\n"
    let refused = refusal { try read(text) }
    #expect(refused?.message.hasPrefix("t.csv, line 2, column 2 (b): found an empty cell, expected a number") == true)
    let dropped = try read(text, CSVReader(missing: .drop))
    #expect(dropped.features == Matrix(rows: 1, columns: 2, elements: [3, 4]))
    #expect(dropped.target == .numbers([1]))
    #expect(isClear(refusal { try read(text, CSVReader(missing: .keep)) }, naming: "t.csv, line 4, column 3 (y)"))
    let kept = try read("a,b,y\n1,,0\n3,4,1\nNA,8,1\n", CSVReader(missing: .keep)).features.elements
    #expect(kept.map { $0.isNaN ? -1 : $0 } == [1, -1, 3, 4, -1, 8])
    #expect(isClear(refusal { try read("a,y\n,1\n,2\n", CSVReader(missing: .drop)) }, naming: "t.csv"))
    // A text target called NA is a label.
    #expect(try read("1,NA\n2,DE\n").target == .texts(["NA", "DE"]))
  }

  @Test(arguments: ["NA", "na", "N/A", "n/a", "NaN", "null", "NULL", "None", "none", "?", "", " "])
  func wordsForMissing(_ word: String) throws {
    let kept = try read("a,b,y\n1,\(word),0\n3,4,1\n", CSVReader(missing: .keep)).features.elements
    #expect(kept[1].isNaN && kept[2...] == [3, 4])
    let dropped = try read("a,b,y\n1,\(word),0\n3,4,1\n", CSVReader(missing: .drop))
    #expect(dropped.features.elements == [3, 4] && dropped.droppedRowCount == 1)
    #expect(refusal { try read("a,b,y\n1,\(word),0\n3,4,1\n") }?.message.contains("--missing drop") == true)
  }

  @Test func otherWordsAreTextAndTheAdviceNamesTheColumn() {
    for word in ["-", "nil", "nonee", "??", "n.a"] {
      let refused = refusal { try read("a,b,y\n1,\(word),0\n", CSVReader(missing: .drop)) }
      #expect(isClear(refused, naming: "t.csv, line 2, column 2 (b)"))
      for advice in ["--ignore b", "--target b", "null, None, ?"] { #expect(refused?.message.contains(advice) == true) }
    }
  }

  @Test func ignoredColumns() throws {
    let text = "id,a,note,b,y\n\"x,1\",1,,2,3\nz,4,1e999,5,6\n"
    for columns in [["id", "note"], ["1", "3"], ["note", "-5"]] {
      let table = try read(text, CSVReader(ignored: .init(columns)))
      #expect(table.features.elements == [1, 2, 4, 5] && table.target == .numbers([3, 6]))
      #expect(table.featureNames == ["a", "b"] && table.ignoredNames == ["id", "note"])
    }
    // Numbers of targets count all columns; by default the target is the last one that is left.
    let fourth = try read(text, CSVReader(target: .column("4"), ignored: .init(["id", "note", "y"])))
    #expect(fourth.targetName == "b" && fourth.features.elements == [1, 4])
    #expect(try read(text, CSVReader(ignored: .init(["id", "note", "y"]))).targetName == "b")
    #expect(
      isClear(
        refusal { try read(text, CSVReader(target: .column("y"), ignored: .init(["5"]))) }, naming: "t.csv",
        kind: .usage))
    let misspelled = refusal { try read(text, CSVReader(ignored: .init(["notes"]))) }
    #expect(misspelled?.message.contains("did you mean \"note\"?") == true)
    let absent = CSVReader(target: .none, ignored: .init(["row"], mayBeAbsent: true))
    #expect(try read("a,b\n1,2\n", absent).features.elements == [1, 2])
    #expect(isClear(refusal { try read("1,2\n", absent) }, naming: "t.csv: there is no column \"row\""))
    for all in [["1", "2"], ["1"]] {
      #expect(isClear(refusal { try read("1,2\n3,4\n", CSVReader(ignored: .init(all))) }, naming: "t.csv"))
    }
  }

  @Test(arguments: [
    ("", "t.csv: the file is empty"), ("\n\n", "t.csv: the file is empty"), ("\u{FEFF}", "t.csv: the file is empty"),
    ("a,b\n", "t.csv: found a header and no rows"), ("1,2\n3\n", "t.csv, line 2: found 1 cell, expected 2"),
    ("1,2\n3,4,5\n", "t.csv, line 2: found 3 cells, expected 2"), ("1,2\n\n3,4\n", "t.csv, line 2: found 1 cell"),
    ("1,2\nx,4\n", "t.csv, line 2, column 1: found \"x\", expected a number"),
    ("a,b\n1,2\n\"x\ny\",4\n", "t.csv, line 3, column 1 (a): found \"x y\""),
    ("1,2\ninf,4\n", "t.csv, line 2, column 1: found \"inf\""), ("1,2\n1e999,4\n", "t.csv, line 2, column 1"),
    ("1,2\n1,1e999\n", "t.csv, line 2"), ("1,2\n0x10,4\n", "t.csv, line 2"), ("1,2\n1_0,4\n", "t.csv, line 2"),
    ("1;2\n1,5;2\n", "t.csv, line 2, column 1: found \"1,5\", expected a number; write decimals with a point"),
    ("x,2\n3,4\n", "t.csv, line 1, column 1: found \"x\""), ("1\n2\n3\n", "t.csv: found one column"),
    ("a,a,y\n1,2,3\n", "t.csv, line 1: columns 1 and 2 are both named \"a\""),
    ("1,\"2\n3,4\n", "t.csv, line 1: a quoted cell opens here"), ("1,\"2\"x\n", "t.csv, line 1: text follows"),
    ("1,2\n\u{0}", "t.csv, byte 4: found a zero byte"), ("1,2\n,\n", "t.csv, line 2, column 1: found an empty cell"),
    ("1,2\n-,4\n", "t.csv, line 2, column 1"), ("1,2\n1e,4\n", "t.csv, line 2"), ("1,2\n.,4\n", "t.csv, line 2"),
  ])
  func oneSentenceForEachFault(_ text: String, _ expected: String) {
    let refused = refusal { try read(text) }
    #expect(isClear(refused, naming: expected), "\(String(describing: refused))")
  }

  @Test func bytesThatAreNotText() throws {
    for content: [UInt8] in [
      [0xFF, 0xFE, 49, 0], bytes("1,\u{fffd}\n").map { $0 == 0xEF ? 0xC0 : $0 }, bytes("1,2\n3,") + [0xC3],
    ] {
      #expect(isClear(refusal { try CSVReader().read(FileBytes(name: "t.csv", content: content)) }, naming: "t.csv"))
    }
  }

  @Test func everyTruncationEndsInATableOrARefusal() throws {
    let content = bytes("\u{FEFF}a,\"b \"\"x\"\"\",y\r\n1,\"2\",ä\r\n-3.5e1,4,\"c\nd\"\r\n")
    for length in 0...content.count {
      let refused = refusal { try CSVReader().read(FileBytes(name: "t.csv", content: Array(content[..<length]))) }
      #expect(refused == nil || isClear(refused, naming: "t.csv"), "length \(length)")
    }
  }
}

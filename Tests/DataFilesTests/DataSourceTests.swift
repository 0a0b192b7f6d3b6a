import DataFiles
import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct DataSourceTests {
  @Test func taskIsFoundFromTheTarget() throws {
    let automatic = { (numbers: [Double]) in try TargetColumn.numbers(numbers).targets(for: .auto, name: "y") }
    #expect(try automatic([10, 9, 10]) == .classes(labels: [1, 0, 1], names: ["9", "10"]))
    #expect(try automatic([0.5, 1]) == .values(Matrix(rows: 2, columns: 1, elements: [0.5, 1])))
    #expect(try automatic((0..<50).map(Double.init)).columnCount == 50)
    #expect(try automatic((0..<51).map(Double.init)).columnCount == 1)
    #expect(
      try TargetColumn.numbers([0.5, -1, 0.5]).targets(for: .classify, name: "y")
        == .classes(labels: [1, 0, 1], names: ["-1", "0.5"]))
    #expect(
      try TargetColumn.texts(["b", "é", "a", "10", "9"]).targets(for: .auto, name: "y")
        == .classes(labels: [3, 4, 2, 0, 1], names: ["10", "9", "a", "b", "é"]))
    // Amounts are no classes, however they are asked for; few of them, or many that recur, may be.
    let classify = { (numbers: [Double]) in try TargetColumn.numbers(numbers).targets(for: .classify, name: "y") }
    for amounts in [(0..<200).map { Double($0 % 60) + 0.5 }, (0..<60).map(Double.init)] {
      let refused = refusal { try classify(amounts) }
      #expect(
        isClear(refused, naming: "y")
          && refused?.message.contains("60 distinct numbers in \(amounts.count) rows") == true)
    }
    #expect(refusal { try classify((0..<50).map { Double($0) + 0.5 }) } == nil)
    #expect(refusal { try classify((0..<200).map { Double($0 % 60) }) } == nil)
    #expect(isClear(refusal { try TargetColumn.texts(["1", "x"]).targets(for: .regress, name: "y") }, naming: "y"))
  }

  @Test func oneDataSetInEveryFormat() throws {
    try withFolder { folder in
      let name = folder + "/größe 数 data"
      let data = [3, 1, 4, 1, 5, 9, 2, 6, 0, 1, 0, 1] as [UInt8]
      let features = Matrix(rows: 4, columns: 2, elements: [3, 1, 1, 5, 2, 6, 1, 0])
      let whole = Matrix(rows: 4, columns: 3, elements: data.map(Double.init))
      try AtomicFile.write("a,b,y\n3,1,4\n1,5,9\n2,6,0\n1,0,1\n", to: name + ".csv")
      try AtomicFile.write(gzip(bytes("3\t1\t4\n1\t5\t9\n2\t6\t0\n1\t0\t1\n")), to: name + ".tsv.gz")
      try AtomicFile.write(npy("|u1", "(4, 3)", data), to: name + ".npy")
      try AtomicFile.write([0, 0, 8, 2] + bigEndian(4) + bigEndian(3) + data, to: name + ".idx")
      for ending in [".csv", ".tsv.gz", ".npy", ".idx"] {
        let loaded = try DataSource(path: name + ending).load()
        #expect(loaded.features == features, "\(ending)")
        #expect(loaded.targets == .classes(labels: [2, 3, 0, 1], names: ["0", "1", "4", "9"]), "\(ending)")
        #expect(try DataSource(path: name + ending).loadFeatures().features == whole)
        #expect(try DataSource(path: name + ending, target: "3").loadFeatures().features == features)
        let first = try DataSource(path: name + ending, target: "1", task: .regress).load()
        #expect(first.targets == .values(Matrix(rows: 4, columns: 1, elements: [3, 1, 2, 1])))
        for (column, target) in [("2", nil), ("-2", "3"), ("2", "-1")] {
          let part = try DataSource(path: name + ending, target: target, ignored: .init([column])).load()
          #expect(part.features.elements == [3, 1, 2, 1] && part.targets == loaded.targets, "\(ending)")
        }
        let rest = try DataSource(path: name + ending, ignored: .init(["1", "3"])).loadFeatures().features
        #expect(rest.elements == [1, 5, 6, 0])
        for wrong in ["4", "0", "nowhere"] {
          #expect(
            isClear(refusal { try DataSource(path: name + ending, ignored: .init([wrong])).load() }, naming: name))
        }
        #expect(isClear(refusal { try DataSource(path: name + ending, target: "4").load() }, naming: name))
        #expect(refusal { try DataSource(path: name + ending, target: "nowhere").load() }?.kind == .input)
      }
    }
  }

  @Test func targetsInAnotherFile() throws {
    try withFolder { folder in
      let images = folder + "/t-images-idx3-ubyte"
      try AtomicFile.write([0, 0, 8, 3] + bigEndian(2) + bigEndian(1) + bigEndian(2) + [1, 2, 3, 4], to: images)
      let alone = refusal { try DataSource(path: images).load() }
      #expect(alone?.message.contains("--target FILE") == true)
      try AtomicFile.write("label\n7\n5\n", to: folder + "/labels.csv")
      try AtomicFile.write(npy("<i2", "(2,)", [7, 0, 5, 0]), to: folder + "/labels.npy")
      try AtomicFile.write(gzip([0, 0, 8, 1] + bigEndian(2) + [7, 5]), to: folder + "/t-labels-idx1-ubyte.gz")
      for target in ["/labels.csv", "/labels.npy", "/t-labels-idx1-ubyte.gz"] {
        let loaded = try DataSource(path: images, target: folder + target).load()
        #expect(loaded.targets == .classes(labels: [1, 0], names: ["5", "7"]))
        #expect(loaded.imageShape == .init(height: 1, width: 2))
      }
      // The labels beside the images are found by their name.
      #expect(try DataSource(path: images).load().targets.columnCount == 2)
      try AtomicFile.write("1,2\n3,4\n5,6\n", to: folder + "/three.csv")
      let mismatch = refusal { try DataSource(path: folder + "/three.csv", target: folder + "/labels.npy").load() }
      #expect(mismatch?.message.contains("found 2 targets for the 3 samples") == true)
      #expect(refusal { try DataSource(path: images, target: folder + "/three.csv").load() }?.kind == .input)
      try AtomicFile.write(npy("|u1", "(2, 2)", [1, 2, 3, 4]), to: folder + "/two.npy")
      let several = try DataSource(path: images, target: folder + "/two.npy").load()
      #expect(several.targets == .values(Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])))
    }
  }

  @Test func missingValuesInArrays() throws {
    try withFolder { folder in
      let path = folder + "/a.npy"
      let nan: [UInt8] = [0, 0, 0xC0, 0x7F]
      let one: [UInt8] = [0, 0, 0x80, 0x3F]
      let zero: [UInt8] = [0, 0, 0, 0]
      try AtomicFile.write(npy("<f4", "(3, 2)", one + zero + nan + one + zero + one), to: path)
      #expect(isClear(refusal { try DataSource(path: path).load() }, naming: path + ", row 2, feature 1"))
      #expect(try DataSource(path: path, missing: .drop).load().features.elements == [1, 0])
      let kept = try DataSource(path: path, missing: .keep).load().features.elements
      #expect(kept[1].isNaN && [kept[0], kept[2]] == [1, 0])
      try AtomicFile.write(npy("<f4", "(2, 2)", [0, 0, 0x80, 0x7F] + one + one + one), to: path)
      #expect(isClear(refusal { try DataSource(path: path, missing: .drop).load() }, naming: path))
      try AtomicFile.write(npy("<f4", "(2, 2)", one + nan + one + one), to: path)
      #expect(isClear(refusal { try DataSource(path: path, missing: .keep).load() }, naming: path))
      #expect(try DataSource(path: path, missing: .drop).load().sampleCount == 1)
    }
  }

  @Test func unreadableKindsAreNamed() throws {
    try withFolder { folder in
      for content in [
        [], [0x50, 0x4B, 3, 4, 0], [0, 1, 2, 3], [0x7F, 0x45, 0x4C, 0x46, 0, 0], [0, 0], [0x1F, 0x8B],
      ] as [[UInt8]] {
        let path = folder + "/file"
        try AtomicFile.write(content, to: path)
        #expect(isClear(refusal { try DataSource(path: path).load() }, naming: path))
      }
    }
  }

  @Test func builtInDigits() throws {
    let digits = try DataSource(path: "digits").load()
    #expect(digits.sampleCount == 1797 && digits.featureCount == 64)
    #expect(digits.imageShape == .init(height: 8, width: 8))
    guard case .classes(let labels, let names) = digits.targets else {
      Issue.record("the digits are not classes")
      return
    }
    #expect(names == (0...9).map(String.init))
    #expect(digits.features.elements.allSatisfy { 0...16 ~= $0 && $0.rounded() == $0 })
    // Counts and sum as a Python script found them in the unpacked text.
    #expect((0...9).map { j in labels.count { $0 == j } } == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(digits.features.elements.reduce(0, +) == 561_718)
    #expect(refusal { try DataSource(path: "digits", target: "3").load() }?.kind == .usage)
  }

  @Test func mixturesAreDrawn() throws {
    let source = DataSource(path: "mixture:d=7,n=60,k=3")
    let data = try source.load()
    #expect(data.sampleCount == 60 && data.featureCount == 7 && data.targets.columnCount == 3)
    #expect(try source.load() == data)
    #expect(try source.load(using: RandomStream(seed: 2)) != data)
    #expect(refusal { try DataSource(path: "mixture:e=7").load() }?.kind == .usage)
  }
}

/// Where the MNIST test set lies on this machine, if it does.
let mnistFolder: String? = [
  String(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()) + "/../shared/data/mnist",
  homeFolder + "/.local/share/signbit/mnist",
].first { FileBytes.exists($0 + "/t10k-images-idx3-ubyte.gz") }

@Suite(.enabled(if: mnistFolder != nil, "the MNIST test set was not found; put it in ~/.local/share/signbit/mnist"))
struct MNISTTests {
  @Test func testSet() throws {
    let data = try DataSource(path: mnistFolder! + "/t10k-images-idx3-ubyte.gz").load()
    #expect(data.sampleCount == 10_000 && data.featureCount == 784)
    #expect(data.imageShape == .init(height: 28, width: 28))
    guard case .classes(let labels, let names) = data.targets else {
      Issue.record("the labels are not classes")
      return
    }
    #expect(names == (0...9).map(String.init))
    #expect(Array(labels.prefix(10)) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    #expect(data.features.elements.max() == 255)
  }
}

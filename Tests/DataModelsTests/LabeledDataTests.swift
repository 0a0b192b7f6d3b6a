import DataModels
import LinearAlgebra
import Messages
import Testing

@Suite struct LabeledDataTests {
  @Test func samplesAndTargetsMustAgree() {
    let features = Matrix(rows: 3, columns: 2)
    #expect(
      refusal { try LabeledData(features: features, targets: .classes(labels: [0, 0], names: ["a"])) }?.kind == .input)
    #expect(refusal { try LabeledData(features: features, targets: .values(Matrix(rows: 4, columns: 1))) } != nil)
    #expect(refusal { try LabeledData(features: features, targets: .values(Matrix(rows: 3, columns: 2))) } == nil)
  }

  @Test func oneHot() {
    let targets = Targets.classes(labels: [1, 0, 2, 1], names: ["a", "b", "c"])
    #expect(targets.matrix == Matrix(rows: 4, columns: 3, elements: [0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0]))
    #expect(targets.count == 4 && targets.columnCount == 3)
    #expect(targets.rows([3, 3, 0]) == .classes(labels: [1, 1, 1], names: ["a", "b", "c"]))
    let values = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])
    #expect(Targets.values(values).matrix == values && Targets.values(values).columnCount == 2)
    #expect(Targets.values(values).rows([1]) == .values(Matrix(rows: 1, columns: 2, elements: [3, 4])))
  }

  @Test func onlyPicksAndRenumbers() throws {
    let data = try numbered(sizes: [4, 5, 6])
    let part = try data.only(classes: ["class 2", "class 0"])
    #expect(part.names == ["class 2", "class 0"])
    #expect(part.classSizes == [6, 4])
    #expect(part.rowNumbers == data.rowNumbers.filter { data.labels[$0] != 1 })
    #expect(zip(part.rowNumbers, part.labels).allSatisfy { data.names[data.labels[$0]] == part.names[$1] })
    #expect(part.imageShape == data.imageShape)
    #expect(try data.only(classes: data.names) == data)
    #expect(try data.only(classes: ["class 1"]).labels == [0, 0, 0, 0, 0])
    #expect(
      refusal { try data.only(classes: ["class 2", "clas 1"]) }
        == .usage("there is no class \"clas 1\"; did you mean \"class 1\"?"))
    #expect(refusal { try data.only(classes: ["class 1", "class 1"]) } == .usage("class \"class 1\" is listed twice"))
    #expect(refusal { try numbered(values: 3).only(classes: ["1"]) }?.kind == .usage)
  }

  @Test func first() throws {
    let data = try numbered(sizes: [4, 5, 6])
    for (count, kept) in [(0, 0), (-3, 0), (1, 1), (15, 15), (16, 15), (.max, 15)] {
      #expect(data.first(count).rowNumbers == Array(0..<kept))
    }
  }

  @Test func trainingNeedsRowsOfEveryClass() throws {
    for data in [try numbered(sizes: [1, 1]), try numbered(sizes: [3, 9, 2]), try numbered(values: 1)] {
      #expect(try data.checkedForTraining() == data)
    }
    func message(_ sizes: [Int]) throws -> String? {
      let data = try numbered(sizes: sizes)
      return refusal { try data.checkedForTraining() }.map { $0.kind == .input ? $0.message : "another kind" }
    }
    #expect(try message([5]) == "the training data have only the class \"class 0\"; a classifier needs at least two")
    #expect(try message([0, 5, 0])?.contains("only the class \"class 1\"") == true)
    #expect(try message([0, 0])?.contains("at least two") == true)
    #expect(try message([])?.contains("at least two") == true)
    #expect(try message([5, 0, 5])?.hasPrefix("class \"class 1\" has no training row") == true)
  }
}

import LinearAlgebra
import Testing

@Suite struct MatrixTests {
  @Test func rowsAndTranspose() {
    let a = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(a[1, 2] == 6)
    #expect(Array(a.row(1)) == [4, 5, 6])
    #expect(a.transposed == Matrix(rows: 3, columns: 2, elements: [1, 4, 2, 5, 3, 6]))
    #expect(a.rows([1, 1, 0]).elements == [4, 5, 6, 4, 5, 6, 1, 2, 3])
    #expect(a.transposed.transposed == a)
  }

  @Test func theLargestEntry() {
    let numbers: [Double] = [9, 1, 7, 7, -.infinity]
    #expect(indexOfLargest(numbers[...]) == 0)
    // Of a part, counted from its beginning; of equal ones the first.
    #expect(indexOfLargest(numbers[1...]) == 1)
    #expect(indexOfLargest([-Double.infinity]) == 0)
  }
}

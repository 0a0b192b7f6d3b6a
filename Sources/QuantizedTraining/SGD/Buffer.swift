/// Numbers in memory of their own, freed with the last owner: for kernels that are called many times.
final class Buffer {
  let start: UnsafeMutablePointer<Double>
  let count: Int

  init(_ values: [Double]) {
    count = values.count
    start = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Double>.stride, alignment: 64)
      .bindMemory(to: Double.self, capacity: count)
    start.initialize(from: values, count: count)
  }

  convenience init(count: Int) { self.init([Double](repeating: 0, count: count)) }

  deinit { start.deallocate() }

  var values: [Double] { Array(UnsafeBufferPointer(start: start, count: count)) }
}

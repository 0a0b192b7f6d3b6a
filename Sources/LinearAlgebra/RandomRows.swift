package import CKernels

/// Rows of random numbers: each is what the next draw of `width` numbers from a stream gives, but many are drawn at once.
///
/// A draw begins at a fresh block, so that rows padded to whole blocks follow each other in the stream. A copy shares
/// the memory: use one only.
package struct RandomRows {
  package typealias Fill =
    @convention(c) (UInt64, UInt64, UInt64, UnsafeMutablePointer<Float>, Int) -> Void

  /// How many numbers are drawn at once where rows are shorter: many vectors, and few enough for the first caches.
  private static let most = 3200
  /// How many rows are drawn at once: so many of one block fill the vectors of all kernels.
  private static let mostRows = 32

  /// Frees the numbers with the last owner.
  private final class Memory {
    let start: UnsafeMutablePointer<Float>
    /// At the beginning of a line of the cache, which vectors then do not straddle.
    init(count: Int) {
      start = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
        .bindMemory(to: Float.self, capacity: count)
    }
    deinit { start.deallocate() }
  }

  private let memory: Memory
  private let start: UnsafeMutablePointer<Float>
  private let fill: Fill
  private var stream: RandomStream
  private let entriesPerBlock: Int
  /// Of a row with its padding, and of the memory.
  private let stride: Int
  private let capacity: Int
  /// Where the next row begins.
  private var place: Int

  /// Rows as `floatGaussians` draws them.
  package static func gaussians(width: Int, from stream: RandomStream, using kernels: UnsafePointer<ck_kernel_set>)
    -> RandomRows
  {
    RandomRows(width, stream, kernels.pointee.fill_gaussian_f32, entriesPerBlock: 4)
  }

  /// Rows as `floatUniforms` draws them.
  package static func uniforms(width: Int, from stream: RandomStream, using kernels: UnsafePointer<ck_kernel_set>)
    -> RandomRows
  {
    RandomRows(width, stream, kernels.pointee.fill_uniform_f32, entriesPerBlock: 4)
  }

  /// Rows as `coarseUniforms` draws them.
  package static func coarseUniforms(width: Int, from stream: RandomStream, using kernels: UnsafePointer<ck_kernel_set>)
    -> RandomRows
  {
    RandomRows(width, stream, kernels.pointee.fill_coarse_f32, entriesPerBlock: 8)
  }

  private init(_ width: Int, _ stream: RandomStream, _ fill: @escaping Fill, entriesPerBlock: Int) {
    self.stream = stream
    self.fill = fill
    self.entriesPerBlock = entriesPerBlock
    stride = (width + entriesPerBlock - 1) / entriesPerBlock * entriesPerBlock
    capacity = max(1, min(Self.mostRows, Self.most / stride)) * stride
    place = capacity
    memory = Memory(count: capacity)
    start = memory.start
  }

  /// The next row, there until the next call.
  package mutating func next() -> UnsafePointer<Float> {
    if place == capacity {
      fill(stream.key, stream.stream, stream.block, start, capacity)
      stream.block &+= UInt64(capacity / entriesPerBlock)
      place = 0
    }
    defer { place += stride }
    return UnsafePointer(start + place)
  }
}

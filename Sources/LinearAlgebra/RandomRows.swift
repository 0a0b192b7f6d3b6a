import CKernels

/// Rows of random numbers: each is what the next draw of `width` numbers from a stream gives, but many are drawn at once.
///
/// A draw begins at a fresh block, so that rows padded to whole blocks of four follow each other in the stream.
package final class RandomRows {
  package enum Kind: Sendable {
    /// As `floatGaussians`.
    case gaussians
    /// As `floatUniforms`.
    case uniforms
  }

  /// How many numbers are drawn at once where rows are shorter: two such rows and a few vectors fit into the first cache.
  private static let most = 1600

  private let width: Int
  private let kind: Kind
  private let kernels: KernelSet
  private var stream: RandomStream
  private let buffer: UnsafeMutablePointer<Float>
  /// Of a row with its padding, and of the buffer.
  private let stride: Int
  private let capacity: Int
  /// Where the next row begins.
  private var place: Int

  /// - Parameter width: At least 1.
  package init(_ kind: Kind, width: Int, from stream: RandomStream, using kernels: KernelSet = .active) {
    self.kind = kind
    self.width = width
    self.stream = stream
    self.kernels = kernels
    stride = (width + 3) / 4 * 4
    capacity = max(1, Self.most / stride) * stride
    place = capacity
    buffer = .allocate(capacity: capacity)
  }

  deinit { buffer.deallocate() }

  /// `width` numbers, there until the next call.
  package func next() -> UnsafePointer<Float> {
    if place == capacity {
      let fill = kind == .gaussians ? kernels.table.fill_gaussian_f32 : kernels.table.fill_uniform_f32
      fill(stream.key, stream.stream, stream.block, buffer, capacity)
      stream.block &+= UInt64(capacity / 4)
      place = 0
    }
    defer { place += stride }
    return UnsafePointer(buffer + place)
  }
}

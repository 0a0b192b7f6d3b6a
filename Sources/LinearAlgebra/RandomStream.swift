import CKernels

/// A named, endless sequence of random words; a pure function of a seed, names and a position.
///
///     word 4b + i  =  Philox4x32-10(key; b, stream)ᵢ
///
/// Streams are branched by name, so parallel and serial runs, on any machine and any kernel set,
/// draw the same numbers: give each trial, layer or fold its own branch.
///
///     var noise = RandomStream(seed: 1).branch("trial", 3).branch("noise")
///     let x = noise.gaussians(100)
///
/// Every draw starts at a fresh block of four words: three words and then five are *not* eight
/// words. What is drawn therefore depends on the sequence of calls, and bulk draws are cheapest.
///
/// Every bit is specified in `Documentation/RandomStreams.md` and frozen: model files hold seeds.
///
/// - Source: Salmon, Moraes, Dror & Shaw, *Parallel random numbers: as easy as 1, 2, 3* (2011).
public struct RandomStream: Sendable, Equatable {
  /// The 64-bit key of the cipher.
  public let key: UInt64
  /// The upper half of its counter.
  public let stream: UInt64
  /// The lower half of its counter: the next block of four words. It wraps after 2⁶⁴ − 1.
  public var block: UInt64

  /// A stream at an explicit place, as a model file stores it.
  public init(key: UInt64, stream: UInt64, block: UInt64 = 0) {
    self.key = key
    self.stream = stream
    self.block = block
  }

  /// The root stream of a seed: the key is the seed, the stream word is 0.
  public init(seed: UInt64) {
    self.init(key: seed, stream: 0)
  }

  /// The sub-stream of that name and index, at its beginning.
  ///
  ///     (key′, stream′) = Philox(stream; Philox(key; FNV-1a(name), index))
  ///
  /// It depends on the key and stream of the parent, not on what the parent has drawn. With a
  /// fixed parent, different (FNV-1a hash, index) give different sub-streams: both steps are
  /// one-to-one.
  public func branch(_ name: String, _ index: Int = 0) -> RandomStream {
    // FNV-1a, 64 bits, over the UTF-8 of the name.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let position = UInt64(bitPattern: Int64(index))
    let inner = Self.wordPairs(key: key, stream: position, block: hash, using: .active)
    let outer = Self.wordPairs(key: stream, stream: inner.1, block: inner.0, using: .active)
    return RandomStream(key: outer.0, stream: outer.1)
  }

  /// The next `count` words of 32 random bits.
  public mutating func words(_ count: Int, using kernels: KernelSet = .active) -> [UInt32] {
    fill(count, entriesPerBlock: 4, with: kernels.table.fill_words)
  }

  /// `count` numbers uniform on [0, 1): multiples of 2⁻⁵³, two words each.
  public mutating func uniforms(_ count: Int, using kernels: KernelSet = .active) -> [Double] {
    fill(count, entriesPerBlock: 2, with: kernels.table.fill_uniform_f64)
  }

  /// `count` numbers uniform on [0, 1): multiples of 2⁻²⁴, one word each.
  public mutating func floatUniforms(_ count: Int, using kernels: KernelSet = .active) -> [Float] {
    fill(count, entriesPerBlock: 4, with: kernels.table.fill_uniform_f32)
  }

  /// `count` numbers uniform on (0, 1): odd multiples of 2⁻¹⁷, half a word each. Their mean is ½ exactly.
  public mutating func coarseUniforms(_ count: Int, using kernels: KernelSet = .active) -> [Float] {
    fill(count, entriesPerBlock: 8, with: kernels.table.fill_coarse_f32)
  }

  /// `count` independent standard Gaussians.
  ///
  /// Box–Muller in Float32: the tails end at |g| = 6.66, beyond which lie 2.7·10⁻¹¹ of the mass.
  public mutating func floatGaussians(_ count: Int, using kernels: KernelSet = .active) -> [Float] {
    fill(count, entriesPerBlock: 4, with: kernels.table.fill_gaussian_f32)
  }

  /// `count` independent standard Gaussians: exactly `floatGaussians`, widened.
  public mutating func gaussians(_ count: Int, using kernels: KernelSet = .active) -> [Double] {
    let narrow = floatGaussians(count, using: kernels)
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count { buffer.initializeElement(at: i, to: Double(narrow[i])) }
      initialized = count
    }
  }

  /// `count` signs ±1, one bit each: sign i is −1 if bit i mod 32 of word ⌊i/32⌋ is set.
  public mutating func signs(_ count: Int, using kernels: KernelSet = .active) -> [Double] {
    let bits = words((count + 31) / 32, using: kernels)
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count {
        buffer.initializeElement(at: i, to: bits[i / 32] >> UInt32(i % 32) & 1 == 1 ? -1 : 1)
      }
      initialized = count
    }
  }

  /// A whole number uniform on 0, 1, …, `bound` − 1, without bias; usually one block.
  ///
  /// Lemire's rule: with x the next 64 bits and x·bound = 2⁶⁴·high + low, the answer is `high`
  /// unless low < 2⁶⁴ mod bound; then the next 64 bits are tried.
  ///
  /// - Precondition: `bound` > 0.
  /// - Source: Lemire, *Fast random integer generation in an interval* (2019), algorithm 5.
  public mutating func integer(below bound: Int, using kernels: KernelSet = .active) -> Int {
    precondition(bound > 0, "a random integer below \(bound) does not exist")
    let bound = UInt64(bound)
    let tooLow = (0 &- bound) % bound
    while true {
      let pair = Self.wordPairs(key: key, stream: stream, block: block, using: kernels)
      block &+= 1
      let first = pair.0.multipliedFullWidth(by: bound)
      if first.low >= tooLow { return Int(first.high) }
      let second = pair.1.multipliedFullWidth(by: bound)
      if second.low >= tooLow { return Int(second.high) }
    }
  }

  /// Puts the elements in random order, all orders being equally likely.
  ///
  /// Fisher–Yates from the end: for i = n−1, …, 1, element i changes places with element
  /// `integer(below: i + 1)`. One block for each i.
  public mutating func shuffle<Element>(_ array: inout [Element], using kernels: KernelSet = .active) {
    var i = array.count - 1
    while i > 0 {
      array.swapAt(i, integer(below: i + 1, using: kernels))
      i -= 1
    }
  }

  /// The numbers 0, 1, …, `count` − 1 in random order.
  public mutating func permutation(_ count: Int, using kernels: KernelSet = .active) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order, using: kernels)
    return order
  }

  private mutating func fill<Entry>(
    _ count: Int, entriesPerBlock: Int,
    with kernel: (UInt64, UInt64, UInt64, UnsafeMutablePointer<Entry>, Int) -> Void
  ) -> [Entry] {
    precondition(count >= 0, "cannot draw \(count) numbers")
    let drawn = [Entry](unsafeUninitializedCapacity: count) { buffer, initialized in
      // An empty array has no memory to point at.
      if let start = buffer.baseAddress, count > 0 { kernel(key, stream, block, start, count) }
      initialized = count
    }
    block &+= UInt64((count + entriesPerBlock - 1) / entriesPerBlock)
    return drawn
  }

  /// The four words of one block as two little-endian numbers.
  private static func wordPairs(
    key: UInt64, stream: UInt64, block: UInt64, using kernels: KernelSet
  ) -> (UInt64, UInt64) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4) { words in
      kernels.table.fill_words(key, stream, block, words.baseAddress!, 4)
      return (UInt64(words[1]) << 32 | UInt64(words[0]), UInt64(words[3]) << 32 | UInt64(words[2]))
    }
  }
}

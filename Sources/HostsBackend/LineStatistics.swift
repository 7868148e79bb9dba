/// How many line ends and NUL bytes a part of a file has.
struct LineStatistics {
  /// Line feeds, those behind a carriage return among them.
  private(set) var lineFeeds = 0
  /// Line feeds behind a carriage return.
  private(set) var withCarriageReturn = 0
  /// NUL bytes.
  private(set) var nulBytes = 0

  /// Counts in a part of a file.
  init(of bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { count(in: $0) }
  }

  private init(_ lineFeeds: Int, _ withCarriageReturn: Int, _ nulBytes: Int) {
    self.lineFeeds = lineFeeds
    self.withCarriageReturn = withCarriageReturn
    self.nulBytes = nulBytes
  }

  /// Counts in stretches of at most 255 bytes: their counts fit into a byte, so that the compiler can use vectors.
  private mutating func count(in bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress, !bytes.isEmpty else { return }
    lineFeeds += first.pointee == 0x0A ? 1 : 0
    nulBytes += first.pointee == 0 ? 1 : 0
    var index = 1
    while index < bytes.count {
      let end = min(index + 255, bytes.count)
      var (feeds, pairs, nuls): (UInt8, UInt8, UInt8) = (0, 0, 0)
      while index < end {
        let byte = first[index]
        let isFeed: UInt8 = byte == 0x0A ? 1 : 0
        feeds &+= isFeed
        pairs &+= first[index &- 1] == 0x0D ? isFeed : 0
        nuls &+= byte == 0 ? 1 : 0
        index &+= 1
      }
      lineFeeds += Int(feeds)
      withCarriageReturn += Int(pairs)
      nulBytes += Int(nuls)
    }
  }

  /// What is left without a part.
  static func - (whole: Self, part: Self) -> Self {
    Self(
      whole.lineFeeds - part.lineFeeds, whole.withCarriageReturn - part.withCarriageReturn,
      whole.nulBytes - part.nulBytes)
  }
}

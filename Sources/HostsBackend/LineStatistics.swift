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
    guard let first = bytes.first else { return }
    lineFeeds += first == 0x0A ? 1 : 0
    nulBytes += first == 0 ? 1 : 0
    var start = 1
    while start < bytes.count {
      let end = min(start + 255, bytes.count)
      var (feeds, pairs, nuls): (UInt8, UInt8, UInt8) = (0, 0, 0)
      for index in start..<end {
        let isFeed: UInt8 = bytes[index] == 0x0A ? 1 : 0
        feeds &+= isFeed
        pairs &+= bytes[index &- 1] == 0x0D ? isFeed : 0
        nuls &+= bytes[index] == 0 ? 1 : 0
      }
      lineFeeds += Int(feeds)
      withCarriageReturn += Int(pairs)
      nulBytes += Int(nuls)
      start = end
    }
  }

  /// What is left without a part.
  static func - (whole: Self, part: Self) -> Self {
    Self(
      whole.lineFeeds - part.lineFeeds, whole.withCarriageReturn - part.withCarriageReturn,
      whole.nulBytes - part.nulBytes)
  }
}

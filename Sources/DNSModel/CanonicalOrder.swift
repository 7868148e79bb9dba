/// The canonical order of names: by label from the right, as unsigned bytes
/// ([RFC 4034 §6.1](https://www.rfc-editor.org/rfc/rfc4034#section-6.1)).
public enum CanonicalOrder {
  /// Compares two names in lower case, both absolute or both relative to the same zone, without a dot at their end.
  ///
  /// - Parameters:
  ///   - left: the bytes of the one; none for the zone itself.
  ///   - right: the bytes of the other.
  /// - Returns: a negative number where the left one comes first, 0 where both are the same.
  public static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    // What both end with is passed over, and the label in which they part is looked at from its start.
    var (leftEnd, rightEnd) = (left.count, right.count)
    var common = 0
    while common + 8 <= min(left.count, right.count) {
      let start = left.count - common - 8
      let word = Self.word(left, at: start)
      guard word == Self.word(right, at: right.count - common - 8) else { break }
      if let dot = firstDot(in: word) {
        (leftEnd, rightEnd) = (start + dot, right.count - common - 8 + dot)
      }
      common += 8
    }
    while common < min(left.count, right.count), left[left.count - 1 - common] == right[right.count - 1 - common] {
      if left[left.count - 1 - common] == UInt8(ascii: ".") {
        (leftEnd, rightEnd) = (left.count - 1 - common, right.count - 1 - common)
      }
      common += 1
    }
    if common == left.count || common == right.count {
      if left.count == right.count { return 0 }
      // One may be a part of the other's last label, or the other may have labels more.
      if common == left.count, right[right.count - 1 - common] == UInt8(ascii: ".") { return -1 }
      if common == right.count, left[left.count - 1 - common] == UInt8(ascii: ".") { return 1 }
      if left.count == 0 || right.count == 0 { return left.count - right.count }
    }
    var (leftIndex, rightIndex) = (labelStart(left, before: leftEnd), labelStart(right, before: rightEnd))
    let (leftLength, rightLength) = (leftEnd - leftIndex, rightEnd - rightIndex)
    while leftIndex < leftEnd, rightIndex < rightEnd {
      if left[leftIndex] != right[rightIndex] { return Int(left[leftIndex]) - Int(right[rightIndex]) }
      leftIndex += 1
      rightIndex += 1
    }
    return leftLength - rightLength
  }

  /// Eight bytes, the first one the lowest.
  private static func word(_ name: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawBufferPointer(name).loadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  /// The place of the first dot among eight bytes: a byte that is 0 is the lowest one from which taking 1 borrows.
  private static func firstDot(in word: UInt64) -> Int? {
    let difference = word ^ 0x2E2E_2E2E_2E2E_2E2E
    let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    return zeros == 0 ? nil : zeros.trailingZeroBitCount / 8
  }

  /// Where the label before an index begins.
  private static func labelStart(_ name: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    var start = end
    while start > 0, name[start - 1] != UInt8(ascii: ".") { start -= 1 }
    return start
  }
}

extension DomainName: Comparable {
  /// Canonical order.
  public static func < (left: DomainName, right: DomainName) -> Bool {
    left.withUTF8 { left in right.withUTF8 { right in CanonicalOrder.compare(left, right) } } < 0
  }

  /// Lends out the bytes of the name.
  ///
  /// - Parameter body: what is done with them.
  /// - Returns: what that gives.
  @inlinable
  public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }
}

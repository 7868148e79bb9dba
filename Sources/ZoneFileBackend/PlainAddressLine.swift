import DNSModel

/// An A record just as we write it, `owner TTL IN A address` on a line of its own, read without looking for words.
///
/// Nearly every line of our files is one. Whatever is written in any other way is left to the reader of all forms.
struct PlainAddressLine {
  /// Where the owner stands: labels of lower-case letters, digits, `-` and `_`, relative to the origin.
  let owner: Range<Int>
  /// The TTL in seconds.
  let ttl: UInt32
  /// The address.
  let address: IPv4Address
  /// Where the line ends.
  let end: Int

  /// Reads the line behind a line's end.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - lineEnd: where the line before ends.
  ///   - longestOwner: how long the owner may be.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>, after lineEnd: Int, longestOwner: Int) {
    guard lineEnd < bytes.count, bytes[lineEnd] == UInt8(ascii: "\n") else { return nil }
    let start = lineEnd + 1
    let limit = bytes.count
    var index = start
    var labelStart = start
    while index < limit {
      let byte = bytes[index]
      if byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
      {
        index += 1
      } else if byte == UInt8(ascii: "."), index > labelStart, index - labelStart <= 63 {
        index += 1
        labelStart = index
      } else {
        break
      }
    }
    guard index > labelStart, index - labelStart <= 63, index - start <= longestOwner else { return nil }
    self.init(bytes, owner: start..<index)
  }

  /// Reads the rest of a line of which the owner is known.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - owner: where the owner stands.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>, owner: Range<Int>) {
    var index = owner.upperBound
    guard index < bytes.count, bytes[index] == UInt8(ascii: " ") else { return nil }
    self.owner = owner
    index += 1
    guard let ttl = Self.number(bytes, &index, upTo: 2_147_483_647), index + 6 < bytes.count,
      bytes[index] == UInt8(ascii: " "), bytes[index + 1] == UInt8(ascii: "I"), bytes[index + 2] == UInt8(ascii: "N"),
      bytes[index + 3] == UInt8(ascii: " "), bytes[index + 4] == UInt8(ascii: "A"),
      bytes[index + 5] == UInt8(ascii: " ")
    else { return nil }
    self.ttl = ttl
    index += 5
    var number: UInt32 = 0
    for octet in 0..<4 {
      let before = octet == 0 ? UInt8(ascii: " ") : UInt8(ascii: ".")
      guard index < bytes.count, bytes[index] == before else { return nil }
      index += 1
      guard let value = Self.number(bytes, &index, upTo: 255) else { return nil }
      number = number << 8 | value
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\n") else { return nil }
    address = IPv4Address(number: number)
    end = index
  }

  /// Reads decimal digits without a zero before them.
  @inline(__always)
  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, upTo limit: UInt32
  ) -> UInt32? {
    let start = index
    var number: UInt64 = 0
    while index < bytes.count, index - start < 10 {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      number = number * 10 + UInt64(digit)
      index += 1
    }
    guard index > start, number <= limit, bytes[start] != UInt8(ascii: "0") || index == start + 1 else { return nil }
    return UInt32(truncatingIfNeeded: number)
  }
}

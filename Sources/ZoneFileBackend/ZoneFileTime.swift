/// TTLs and SOA times of a zone file.
enum ZoneFileTime {
  /// Reads a time in seconds, or with units such as `1h30m`, as BIND does.
  ///
  /// - Parameter word: the bytes of the word.
  /// - Returns: the seconds; nil if the word is not a time, or the time does not fit into 32 bits.
  static func seconds(_ word: ArraySlice<UInt8>) -> UInt32? {
    var total: UInt64 = 0
    var number: UInt64?
    var hasUnits = false
    for byte in word {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        let digits = (number ?? 0) * 10 + UInt64(byte - UInt8(ascii: "0"))
        guard digits <= UInt32.max else { return nil }
        number = digits
        continue
      }
      guard let count = number, let unit = seconds(of: byte) else { return nil }
      total += count * unit
      number = nil
      hasUnits = true
      guard total <= UInt32.max else { return nil }
    }
    guard let number else { return hasUnits ? UInt32(total) : nil }
    return hasUnits ? nil : UInt32(number)
  }

  /// The number of seconds in a unit of time.
  private static func seconds(of unit: UInt8) -> UInt64? {
    switch unit | 0x20 {
    case UInt8(ascii: "s"): 1
    case UInt8(ascii: "m"): 60
    case UInt8(ascii: "h"): 3_600
    case UInt8(ascii: "d"): 86_400
    case UInt8(ascii: "w"): 604_800
    default: nil
    }
  }
}
